"""What every PDF converter promises."""

from __future__ import annotations

import pypdfium2
import pytest

from congvan.backends.libreoffice import LibreOfficeConverter
from congvan.backends.memory import MemoryConverter
from congvan.drafting.catalogue import Catalogue
from congvan.errors import UnsafeFile
from congvan.ports import PdfConverter


class PdfConverterContract:
    @pytest.fixture
    def converter(self) -> PdfConverter:
        raise NotImplementedError

    def test_a_docx_becomes_a_pdf_of_a_page(self, converter: PdfConverter) -> None:
        pdf = converter.convert(Catalogue().template("giay-gioi-thieu"), ours=True)
        document = pypdfium2.PdfDocument(pdf)
        pages = len(document)
        document.close()
        assert pages >= 1

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04"])
    def test_what_is_no_docx_is_refused(self, converter: PdfConverter, data: bytes) -> None:
        with pytest.raises(UnsafeFile):
            converter.convert(data, ours=False)


class TestMemoryConverter(PdfConverterContract):
    @pytest.fixture
    def converter(self) -> MemoryConverter:
        return MemoryConverter()


@pytest.mark.office_suite
class TestLibreOfficeConverter(PdfConverterContract):
    @pytest.fixture
    def converter(self) -> LibreOfficeConverter:
        return LibreOfficeConverter()
