"""填报表.xlsx: what only a person knows, asked for sheet by sheet and read back; nothing typed is ever lost.

::

    write_questionnaire(path, scheme, answers=None, results=None, findings=())   # fresh, or rows added to what is there
    read_answers(path, scheme)                                                   # AnswersResult(answers, findings)
"""

from xlperf.forms.questionnaire.reading import AnswersResult, read_answers
from xlperf.forms.questionnaire.renewing import Renewed, renewed
from xlperf.forms.questionnaire.writing import questionnaire, write_questionnaire

__all__ = ["AnswersResult", "Renewed", "questionnaire", "read_answers", "renewed", "write_questionnaire"]
