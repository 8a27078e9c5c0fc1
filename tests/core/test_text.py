"""Vietnamese text: composed form, search without accents, dictionary order."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from core.fields import NFCCharField, NFCTextField
from core.forms import TextField
from core.text import fold_space, name_sort_key, nfc, search_key, sort_key


def test_search_key_ignores_case_tones_and_d_with_stroke():
    assert search_key("Trần  ĐÌNH Hương") == "tran dinh huong"


def test_search_key_is_the_same_for_decomposed_text():
    assert search_key(unicodedata.normalize("NFD", "Nguyễn Thị Ước")) == search_key("Nguyễn Thị Ước")


def test_fold_space_gives_one_blank_and_composed_letters():
    assert fold_space(" Đảng\u00a0ủy \n xã " + unicodedata.normalize("NFD", "Tân Sơn")) == "Đảng ủy xã Tân Sơn"
    assert nfc("e\u0302\u0301") == "ế"


@pytest.mark.parametrize(
    "ordered",
    [
        ["an", "ăn", "ân", "ba", "da", "đa", "em", "êm", "om", "ôm", "ơm", "um", "ưm"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
        ["Tân An", "Tân Sơn", "Tây Hồ"],
    ],
)
def test_sort_key_follows_the_dictionary(ordered):
    shuffled = ordered[::-1]

    assert sorted(shuffled, key=sort_key) == ordered


def test_people_are_listed_by_given_name_first():
    people = ["Trần Văn Đức", "Nguyễn Thị Ánh", "Lê Dung", "Phạm Văn An", "Bùi An", "Đỗ Văn Dũng"]

    assert sorted(people, key=name_sort_key) == [
        "Bùi An",
        "Phạm Văn An",
        "Nguyễn Thị Ánh",
        "Lê Dung",
        "Đỗ Văn Dũng",
        "Trần Văn Đức",
    ]


def test_sort_key_is_the_same_for_decomposed_text():
    assert sort_key(unicodedata.normalize("NFD", "Đặng Thị Ước")) == sort_key("Đặng Thị Ước")


def test_what_nothing_can_show_is_neither_taken_nor_stored():
    typed = "Mo\u0302\u0323t\x0bhai\x07\x1b ba\tbốn\r\nnăm"

    assert NFCTextField().get_prep_value(typed + "\x00") == "Một\nhai ba\tbốn\r\nnăm"
    assert NFCCharField(max_length=40).get_prep_value("Tân\x01 Sơn") == "Tân Sơn"
    assert TextField().clean(typed) == "Một\nhai ba\tbốn\nnăm"
    with pytest.raises(ValidationError):
        TextField().clean("Một\0hai")
