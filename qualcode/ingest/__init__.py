"""Files -> documents with linked people -> one act, and the report."""

from qualcode.ingest.report import IngestReport
from qualcode.ingest.run import ingest

__all__ = ["IngestReport", "ingest"]
