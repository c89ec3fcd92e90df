"""From a template and what a clerk filled in to a finished draft, without a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from congvan.config import Layout
from congvan.drafting.context import context
from congvan.drafting.fields import accept
from congvan.drafting.layout import fitted
from congvan.model.document_type import DocumentType
from congvan.model.organs import Organ, Signer
from congvan.standards.profile import Profile


def make_draft(
    template: bytes,
    document_type: DocumentType,
    data: Mapping[str, object],
    *,
    organ: Organ,
    signer: Signer,
    profile: Profile,
    layout: Layout,
    on: date | None = None,
) -> bytes:
    """The draft as docx, its number and date slots still empty.

    Checks the data and the template first. For a template of unknown origin, run the steps
    through the sandbox instead: ``fitted``, ``check_template`` and ``render`` each take bytes.
    """
    from congvan.drafting.render import render
    from congvan.drafting.template_check import check_template

    values = accept(document_type, data)
    check_template(template, document_type)
    strings = context(
        document_type,
        values,
        organ=organ,
        signer=signer,
        profile=profile,
        layout=layout,
        on=on,
    )
    return render(fitted(template, layout, profile, organ.place), strings)
