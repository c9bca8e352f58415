"""What can be done with a themes report: write, freeze, publish, check it, take it away."""

from consult.results.services.report_behind import Behind, behind_figure, figure_in_report
from consult.results.services.report_checking import check_report
from consult.results.services.report_docx import report_docx
from consult.results.services.report_keeping import (
    KeptReport,
    freeze_report,
    frozen_report,
    kept_reports,
    publish_report,
    record_report_file,
)
from consult.results.services.report_writing import write_report

__all__ = [
    "Behind",
    "KeptReport",
    "behind_figure",
    "check_report",
    "figure_in_report",
    "freeze_report",
    "frozen_report",
    "kept_reports",
    "publish_report",
    "record_report_file",
    "report_docx",
    "write_report",
]
