"""Making a draft: data and a template become a docx whose number and date are still open."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from congvan.archiving.audit import canonical
from congvan.drafting.body.pasted_text import Pasted
from congvan.drafting.body.reader import read_body
from congvan.drafting.catalogue import standard_of
from congvan.drafting.context import context
from congvan.drafting.fields import accept
from congvan.drafting.layout import fitted
from congvan.errors import WrongUse
from congvan.model.document_type import DocumentType, FieldKind
from congvan.model.findings import Finding
from congvan.model.organs import Signer
from congvan.model.text import fold
from congvan.office import Office
from congvan.standards.profile_settings import profile_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A docx waiting for number and date. ``ours``: rendered here from data, edited by nobody."""

    docx: bytes
    ours: bool
    name: str
    digest: str  # of what it was made from: the data, or its own bytes
    document_type: DocumentType | None = None
    signer: Signer | None = None
    subject: str = ""
    addressees: tuple[str, ...] = ()
    to_places: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()  # what is doubtful about its content
    said_type: str | None = None  # what the clerk says of a docx that does not tell
    said_signer: str | None = None


def draft_from_data(
    office: Office, type_key: str, data: Mapping[str, object], *, on: date, signer: str | None
) -> Draft:
    """Render the type's template with the data (D2, D3).

    WrongUse for an unknown type, field or signer; RefusedInput for a missing or unprintable
    value; BadTemplate for a template that does not fit.
    """
    document_type = office.catalogue.get(type_key)
    values = accept(document_type, data)
    with office.store.read() as records:
        organ = records.organ(on)
        chosen = choose_signer(records.signers(on), signer)
    if standard_of(document_type) is not organ.standard:
        raise WrongUse(
            f"Mẫu “{document_type.name}” không theo thể thức của cơ quan này.",
            remedy="Soạn bằng Word rồi cấp số cho tệp ấy, hoặc thêm mẫu riêng vào templates/"
            f"{organ.standard.value}.",
            code="type.other-standard",
        )
    profile = profile_of(office.settings, document_type.profile)
    layout = office.settings.layout
    filled = context(document_type, values, organ, chosen, profile, layout, on)
    template = fitted(office.catalogue.template(document_type.key), layout, profile, organ.place)
    shipped = office.catalogue.is_shipped(document_type.key)
    options = {"context": filled, "document_type": document_type, "shipped": shipped}
    docx = office.sandbox.run("draft", template, options)
    return Draft(
        docx=docx,
        ours=True,
        name=document_type.key,
        digest=hashlib.sha256(canonical(dict(data)).encode()).hexdigest(),
        document_type=document_type,
        signer=chosen,
        subject=subject_of(document_type, values),
        addressees=_lines(values.get("kinh_gui")),
        to_places=_lines(values.get("noi_nhan")),
        findings=doubts_of(document_type, values),
    )


def doubts_of(document_type: DocumentType, values: Mapping[str, object]) -> tuple[Finding, ...]:
    """What is doubtful in the texts of several lines, field by field; it stops nothing."""
    texts = (field for field in document_type.fields if field.kind is FieldKind.TEXT)
    return tuple(
        finding
        for field in texts
        for finding in read_body("\n".join(_lines(values.get(field.key)))).findings
    )


def draft_from_file(
    name: str, docx: bytes, *, type_key: str | None = None, signer: str | None = None
) -> Draft:
    """A docx somebody wrote or edited; what the clerk does not say will be read from it."""
    digest = hashlib.sha256(docx).hexdigest()
    return Draft(
        docx=docx, ours=False, name=name, digest=digest, said_type=type_key, said_signer=signer
    )


def body_of_docx(office: Office, name: str, docx: bytes) -> Pasted:
    """The content of somebody's docx as light plain text, read in the confined child."""
    return Pasted.from_json(office.sandbox.run("body", docx, {"name": name}))


def choose_signer(signers: list[Signer], wanted: str | None) -> Signer:
    """The signer with that key, name or post, typed with or without marks; else the first."""
    if not signers:
        raise WrongUse(
            "Văn phòng chưa khai người ký cho ngày này.", remedy="Khai người ký: congvan init"
        )
    if wanted is None:
        return signers[0]
    for signer in signers:
        if fold(wanted) in {fold(signer.key), fold(signer.name)}:
            return signer
    known = "; ".join(f"{signer.key} ({signer.name}, {signer.post})" for signer in signers)
    raise WrongUse(
        f"Không có người ký “{wanted}”.", remedy=f"Chọn một trong: {known}", code="signer.unknown"
    )


def _lines(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def subject_of(document_type: DocumentType, values: Mapping[str, object]) -> str:
    """Trích yếu for the register: the field of that name, else the type and whom it is about."""
    if values.get("trich_yeu"):
        return str(values["trich_yeu"])
    person = values.get("ho_ten")
    return f"{document_type.name} đồng chí {person}" if person else document_type.name
