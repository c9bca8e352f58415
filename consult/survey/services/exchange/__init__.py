"""Surveys taken out and in: as JSON, XLSForm, from LimeSurvey; on paper; as posters."""

from consult.survey.services.exchange.json_files import survey_as_json
from consult.survey.services.exchange.left_behind import Brought
from consult.survey.services.exchange.paper import PaperUnavailable, pdf_of
from consult.survey.services.exchange.posters import poster_pdf, poster_svg, qr_svg
from consult.survey.services.exchange.receiving import (
    LARGEST_FILE,
    import_of,
    keep_import,
    read_survey_file,
    use_import,
)
from consult.survey.services.exchange.sheets_of_paper import PaperQuestion, paper_questions
from consult.survey.services.exchange.xlsform import LOST, survey_as_xlsform

__all__ = [
    "LARGEST_FILE",
    "LOST",
    "Brought",
    "PaperQuestion",
    "PaperUnavailable",
    "import_of",
    "keep_import",
    "paper_questions",
    "pdf_of",
    "poster_pdf",
    "poster_svg",
    "qr_svg",
    "read_survey_file",
    "survey_as_json",
    "survey_as_xlsform",
    "use_import",
]
