"""The rows of the reviews app, by capability."""

from reviews.models.amendments import Amendment
from reviews.models.answers import (
    Answer,
    Commitment,
    Explanation,
    IndicatorNote,
    IndicatorSheet,
    Limitation,
    Remedy,
    ResponsiblePerson,
)
from reviews.models.appraisals import Appraisal, AppraisalMark, AppraisalPaper
from reviews.models.attachments import Attachment
from reviews.models.carried_over import CarriedOver
from reviews.models.cycles import Cycle, CycleChoice, CycleDeadline
from reviews.models.deep_reviews import DeepReview, DeepReviewTarget, DeepReviewTopic, Field
from reviews.models.draft_versions import DraftVersion
from reviews.models.earlier_remarks import PlaceRemark, SegmentRemark
from reviews.models.evidence import EvidenceFile
from reviews.models.grounds import GroundFile, RegisteredGround, TopicGround
from reviews.models.hard_tasks import HardTask, HardTaskRemark
from reviews.models.hints import DismissedHint
from reviews.models.indicators import Catalogue, IndicatorGroup, IndicatorItem
from reviews.models.issued_papers import IssuedPaper
from reviews.models.item_course import Extension, Milestone, Reading
from reviews.models.meeting_tasks import MeetingTask
from reviews.models.member_opinions import MemberOpinion
from reviews.models.opinions import Opinion
from reviews.models.outbox import MailPause, OutgoingMessage
from reviews.models.own_shares import OwnShare
from reviews.models.paper_numbers import NumberBook, PaperNumber
from reviews.models.plan_documents import PlanChange, PlanDocument
from reviews.models.pledges import Pledge, PledgeAnswer, PledgeForm, PledgeSection
from reviews.models.presence import Presence
from reviews.models.reads import PledgeRead, ReviewRead
from reviews.models.regulation import ProfileChoice, ProfileFigure, RegulationProfile
from reviews.models.remediation import ProgressReport, RemediationItem, RemediationPlan
from reviews.models.remediation_figures import KeptRemediationFigures
from reviews.models.reminders import ReminderRule, ReminderRun
from reviews.models.round_facts import RoundFacts
from reviews.models.saved_texts import SavedText
from reviews.models.sheets import Review, ReviewPlace, Round, Segment
from reviews.models.situation_reports import SituationReport
from reviews.models.templates import FormTemplate, TemplateSection
from reviews.models.tree_figures import TreeFigures
from reviews.models.working_groups import GroupMember, GroupVisit, VisitAttendance, WorkingGroup

__all__ = [
    "Amendment",
    "Answer",
    "Appraisal",
    "AppraisalMark",
    "AppraisalPaper",
    "Attachment",
    "CarriedOver",
    "Catalogue",
    "Commitment",
    "Cycle",
    "CycleChoice",
    "CycleDeadline",
    "DeepReview",
    "DeepReviewTarget",
    "DeepReviewTopic",
    "DismissedHint",
    "DraftVersion",
    "EvidenceFile",
    "Explanation",
    "Extension",
    "Field",
    "FormTemplate",
    "GroundFile",
    "GroupMember",
    "GroupVisit",
    "HardTask",
    "HardTaskRemark",
    "IndicatorGroup",
    "IndicatorItem",
    "IndicatorNote",
    "IndicatorSheet",
    "IssuedPaper",
    "KeptRemediationFigures",
    "Limitation",
    "MailPause",
    "MeetingTask",
    "MemberOpinion",
    "Milestone",
    "NumberBook",
    "Opinion",
    "OutgoingMessage",
    "OwnShare",
    "PaperNumber",
    "PlaceRemark",
    "PlanChange",
    "PlanDocument",
    "Pledge",
    "PledgeAnswer",
    "PledgeForm",
    "PledgeRead",
    "PledgeSection",
    "Presence",
    "ProfileChoice",
    "ProfileFigure",
    "ProgressReport",
    "Reading",
    "RegisteredGround",
    "RegulationProfile",
    "RemediationItem",
    "RemediationPlan",
    "Remedy",
    "ReminderRule",
    "ReminderRun",
    "ResponsiblePerson",
    "Review",
    "ReviewPlace",
    "ReviewRead",
    "Round",
    "RoundFacts",
    "SavedText",
    "Segment",
    "SegmentRemark",
    "SituationReport",
    "TemplateSection",
    "TopicGround",
    "TreeFigures",
    "VisitAttendance",
    "WorkingGroup",
]
