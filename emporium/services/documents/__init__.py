"""Papers: invoices, credit notes and packing slips of stores, and the platform's commission invoices (F082).

What a paper says is frozen as JSON in the transaction that gives it its number; the PDF is made of that alone.
"""

from emporium.services.documents.access import DocumentRow, fee_documents, order_documents, purchase_documents
from emporium.services.documents.commission import commission_due, commission_invoices
from emporium.services.documents.credits import credit_note
from emporium.services.documents.invoices import invoice
from emporium.services.documents.keeping import document_pdf, make_pdf
from emporium.services.documents.numbering import DocumentIssued
from emporium.services.documents.rendering import render_pdf
from emporium.services.documents.slips import packing_slip
from emporium.services.documents.statements import statement_paper
from emporium.services.documents.waiting import WaitingDocuments, waiting_documents

__all__ = [
    "DocumentIssued",
    "DocumentRow",
    "WaitingDocuments",
    "commission_due",
    "commission_invoices",
    "credit_note",
    "document_pdf",
    "fee_documents",
    "invoice",
    "make_pdf",
    "order_documents",
    "packing_slip",
    "purchase_documents",
    "render_pdf",
    "statement_paper",
    "waiting_documents",
]
