"""click's own words, in Vietnamese."""

from __future__ import annotations

import click


class _Spoken(click.Command):
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``Cách dùng: …``."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[TUỲ CHỌN]")
        pieces = pieces.replace("COMMAND [ARGS]...", "LỆNH …")
        formatter.write_usage(ctx.command_path, pieces, prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``Tuỳ chọn``, and the commands of a group."""
        params = self.get_params(ctx)
        options = [record for param in params if (record := param.get_help_record(ctx))]
        with formatter.section("Tuỳ chọn"):
            formatter.write_dl(options)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trợ giúp này."
        return option


class Command(_Spoken):
    """One command."""


class Group(_Spoken, click.Group):
    """Commands under one name."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``Các lệnh``."""
        lines = [
            (name, command.get_short_help_str(80))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("Các lệnh"):
            formatter.write_dl(lines)
