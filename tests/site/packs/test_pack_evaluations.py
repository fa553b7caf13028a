"""Evaluations in packs: loaded once, added to, never edited."""

import pytest

from jalon.committee.models import Evaluation, Recommendation
from jalon.site.packs.check import check
from jalon.site.packs.load import PackRefused, load
from tests.site.packs.folders import MA_CTI, written

pytestmark = pytest.mark.django_db
STUDY = """\
- code: STUDY
  plan: P
  title: {fr: Étude}
  findings:
    - text: {fr: Les clients sont surtout grands.}
  recommendations:
    - code: R1
      text: {fr: Servir les petites.}
      addressed_to: C1
      due_on: 2026-06-30
      led_to: "axis:P/1"
"""


def pack(folder, text=STUDY):
    path = written(folder / "small")
    (path / "evaluations.yaml").write_text(text, encoding="utf-8")
    return path


def test_what_a_study_asks_is_loaded_with_whom_and_what_it_led_to(tmp_path):
    report = load(pack(tmp_path))

    asked = Recommendation.objects.get()
    assert "evaluation:STUDY" in report.added
    assert (asked.evaluation.code, asked.addressed_to.code, asked.led_to) == ("STUDY", "C1", "axis:P/1")
    assert asked.evaluation.findings.get().text.fr == "Les clients sont surtout grands."
    assert load(pack(tmp_path / "again")).is_unchanged


def test_a_finding_and_a_recommendation_are_added_to_a_study(tmp_path):
    load(pack(tmp_path))
    more = STUDY.replace("  recommendations:", "    - text: {fr: Peu de PME.}\n  recommendations:")
    more += "    - code: R2\n      text: {fr: Former.}\n"

    report = load(pack(tmp_path / "more", more))

    study = Evaluation.objects.get()
    assert report.changed == ["evaluation:STUDY"]
    assert (study.findings.count(), study.recommendations.count()) == (2, 2)


@pytest.mark.parametrize(
    ("old", "new"), [("Étude", "Autre étude"), ("Servir les petites", "Servir tout le monde")]
)
def test_other_words_under_a_recorded_code_are_refused_and_nothing_is_written(tmp_path, old, new):
    load(pack(tmp_path))

    with pytest.raises(PackRefused, match="recorded with other words"):
        load(pack(tmp_path / "other", STUDY.replace(old, new)))

    assert Recommendation.objects.get().text.fr == "Servir les petites."


def test_a_name_that_is_nowhere_is_told_with_its_line(tmp_path):
    text = STUDY.replace("addressed_to: C1", "addressed_to: C9").replace("axis:P/1", "axis:P/9")

    found = [(one.file, one.line, one.what) for one in check(pack(tmp_path, text)) if one.is_error]

    assert found == [
        ("evaluations.yaml", 9, "There is no organisation “C9”."),
        ("evaluations.yaml", 11, "No plan of this pack has “axis:P/9”."),
    ]


def test_of_the_study_of_2016_the_moroccan_pack_says_only_what_is_published():
    load(MA_CTI)

    study = Evaluation.objects.get(code="FACET-2016")

    assert study.plan.code == "PDCTI-2014-2020" and "mcinet.gov.ma" in study.source
    assert (study.opened_on, study.approved_on, study.terms.fr) == (None, None, "")
    assert not study.findings.exists() and not study.recommendations.exists()
