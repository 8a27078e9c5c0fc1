"""The paper beside the form: it reads what is stored, follows each save, and gets in nobody's way."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, barriers
from tests.browser.test_sheet_form import control, first_text, form_of, visit, world  # noqa: F401  fixtures of the form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_the_paper_stands_beside_the_form_and_follows_what_is_typed(world, visit, viewport):  # noqa: F811
    page = visit("thuky", form_of(world), viewport)
    paper = page.get_by_role("region", name="Bản kiểm điểm như khi in")
    control(page, first_text(world)).fill("Giữ đúng quy chế làm việc.")

    page.get_by_role("button", name="Bản in bên cạnh").click()
    expect(paper).to_contain_text("Giữ đúng quy chế làm việc.")
    control(page, first_text(world)).fill("Đã sửa quy chế làm việc.")
    expect(paper).to_contain_text("Đã sửa quy chế làm việc.")

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.get_by_role("button", name="Bản in bên cạnh").click()
    expect(paper).to_be_hidden()
