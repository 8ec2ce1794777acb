"""What a page is held against: its main content, and the language of that."""

from collections.abc import Sequence
from dataclasses import replace

from harness.evidence.context import read_context
from harness.survey import Block, Survey
from tests.evidence.pages import block, element, survey_of

MENU = [
    "Todas as notícias da cidade",
    "Calendário das regatas do ano",
    "Horários dos barcos para as ilhas",
    "Classificação dos pilotos e das equipes",
    "Textos de colaboradores e colunistas",
    "Contato com a redação e publicidade",
    "Fotos da última corrida do verão",
    "Notícias do porto e dos pescadores",
]
STORY = "Nesta página você encontra sempre a classificação atualizada da regata, até a última corrida do ano, e pode voltar quando quiser."
ADVERT = (
    "Our team offers the best service for everybody who wants to make more of the season, with a bonus for new members, quick help by day "
    "and by night, and a wide choice of offers that are renewed every week. Register today and see for yourself how much there is to win."
)


def page(*main: str, around: Sequence[str] = MENU, language: str = "") -> Survey:
    elements = [element(0, "html", -1), element(1, "body", 0), element(2, "main", 1), element(3, "nav", 1)]
    blocks: list[Block] = []
    for parent, texts in ((3, around), (2, main)):
        for text in texts:
            elements.append(element(len(elements), "p", parent))
            blocks.append(block(len(blocks), len(elements) - 1, text))
    return replace(survey_of(blocks, elements), language=language)


def test_an_advert_in_another_language_does_not_make_the_page_one_in_that() -> None:
    assert read_context(page(STORY, ADVERT, ADVERT)).language == "pt"


def test_what_the_page_says_it_is_in_stands_where_the_main_content_reads_so() -> None:
    assert read_context(page(STORY, ADVERT, ADVERT, language="en-GB")).language == "en"


def test_digests_and_names_of_files_are_no_language() -> None:
    files = [f"{n:02x}d4e3fb607dbd32fdfa51a0017{n:02x}85dc53d  kelp-{n}.{n}-win64.msi" for n in range(20)]
    story = "The downloads on this page are signed, and whoever is careful checks the sums before anything is installed on a machine."

    assert read_context(page(story, story, around=files)).language == "en"


def test_an_article_in_another_language_than_the_site_is_in_its_own() -> None:
    assert read_context(page(ADVERT, ADVERT)).language == "en"
