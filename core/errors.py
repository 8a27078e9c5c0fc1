"""Refusals of the application: each carries one Vietnamese sentence for the person who asked."""


class DomainError(Exception):
    """A request that is understood and refused; `str()` is the sentence shown to the person."""


class NotAllowed(DomainError):
    """The rule or the workflow says no; the sentence says why and what to do."""


class StaleObject(DomainError):
    """Somebody changed the row after the person had opened it."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence or "Đã có người thay đổi nội dung này sau khi đồng chí mở trang. Mời tải lại trang rồi làm tiếp."
        )


class Invalid(DomainError):
    """What was sent cannot be taken as it is; `items` lists single faults as (sentence, anchor) where there are more."""

    def __init__(self, sentence: str, items: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(sentence)
        self.items = items
