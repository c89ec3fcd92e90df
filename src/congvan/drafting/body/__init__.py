"""The content of a document as a clerk writes it: light plain text, or a docx from Word.

``reader.read_body`` takes it apart, ``pasted.body_from_docx`` turns a docx into such text,
``printing.printed`` gives the plain blocks a template prints.
"""
