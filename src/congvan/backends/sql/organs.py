"""Organs, signers and terms of office in SQL: dated records."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, or_, select, update

from congvan.backends.sql import rows, schema
from congvan.backends.sql.asking import Asking
from congvan.errors import RefusedInput
from congvan.model.organs import Organ, Signer, Term


class OrgansReader(Asking):
    """What ``ports.StoreReader`` asks of organs, signers and terms."""

    def organ(self, on: date) -> Organ:
        table, day = schema.organs, on.isoformat()
        row = self._one(
            select(table)
            .where(table.c.valid_from <= day)
            .where(or_(table.c.valid_to.is_(None), table.c.valid_to >= day))
            .order_by(table.c.valid_from.desc())
        ) or self._one(select(table).order_by(table.c.valid_from))
        if row is None:
            raise RefusedInput("Văn phòng chưa khai cơ quan ban hành.", remedy="Chạy: congvan init")
        return rows.organ_of(row)

    def organs(self) -> list[Organ]:
        return [rows.organ_of(row) for row in self._all(select(schema.organs))]

    def signers(self, on: date) -> list[Signer]:
        table, day = schema.signers, on.isoformat()
        query = (
            select(table)
            .where(table.c.valid_from <= day)
            .where(or_(table.c.valid_to.is_(None), table.c.valid_to >= day))
            .order_by(table.c.position)
        )
        return [rows.signer_of(row) for row in self._all(query)]

    def all_signers(self) -> list[Signer]:
        query = select(schema.signers).order_by(schema.signers.c.position)
        return [rows.signer_of(row) for row in self._all(query)]

    def terms(self) -> list[Term]:
        query = select(schema.terms).order_by(schema.terms.c.start)
        return [rows.term_of(row) for row in self._all(query)]


class OrgansWriter(OrgansReader):
    """What ``ports.StoreTransaction`` writes of them."""

    def add_organ(self, organ: Organ) -> None:
        self._db.execute(insert(schema.organs), rows.organ_row(organ))

    def add_signer(self, signer: Signer) -> None:
        position = self._count(schema.signers, schema.signers.c.organ_id == signer.organ_id)
        self._db.execute(insert(schema.signers), rows.signer_row(signer, position))

    def end_signer(self, key: str, on: date) -> None:
        """A record that begins later, of a successor under the same key, is left alone."""
        table, day = schema.signers, on.isoformat()
        self._db.execute(
            update(table)
            .where(table.c.key == key, table.c.valid_from <= day)
            .where(or_(table.c.valid_to.is_(None), table.c.valid_to > day))
            .values(valid_to=day)
        )

    def add_term(self, term: Term) -> None:
        self._db.execute(insert(schema.terms), rows.term_row(term))

    def end_term(self, name: str, on: date) -> None:
        table = schema.terms
        self._db.execute(update(table).where(table.c.name == name).values(end=on.isoformat()))
