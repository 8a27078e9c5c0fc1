"""What single members of a standing committee said about a draft suggestion before it was approved."""

from django.db import models
from django.db.models import Q

from cadres.models import Cadre
from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.deep_reviews import DeepReview
from reviews.states import MemberStance


class MemberOpinion(models.Model):
    """One member's opinion (ý kiến thành viên) on one proposal of a draft; a draft handed up anew is asked about anew."""

    deep_review = models.ForeignKey(DeepReview, on_delete=models.CASCADE, related_name="member_opinions")
    proposal = models.PositiveSmallIntegerField(help_text="which handing up of the draft it is about")
    member = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="opinions_given")
    member_name = NFCCharField(max_length=200)
    member_post = NFCCharField(max_length=250, help_text="the post in the committee when the opinion was given")
    stance = models.CharField(max_length=10, choices=MemberStance)
    words = NFCTextField(blank=True)
    given_on = models.DateField()
    is_from_paper = models.BooleanField(default=False, help_text="entered by another person from the member's paper")
    entered_by_name = NFCCharField(max_length=200)
    entered_at = models.DateTimeField(default=localtime.now)

    class Meta:
        ordering = ["deep_review_id", "-proposal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deep_review", "proposal", "member"], name="member_says_one_thing_about_a_proposal"
            ),
            models.CheckConstraint(
                condition=Q(stance=MemberStance.AGREE) | ~Q(words=""), name="objection_has_its_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_name}: {MemberStance(self.stance).label}"
