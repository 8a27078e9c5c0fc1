"""Every state and kind of the reviews app, with its Vietnamese word."""

from django.db.models import IntegerChoices, TextChoices

from reviews.states.items import AMENDED_KINDS as AMENDED_KINDS
from reviews.states.items import OPEN_REMEDIATION as OPEN_REMEDIATION
from reviews.states.items import PLANNED_KINDS as PLANNED_KINDS
from reviews.states.items import WORKED_ON as WORKED_ON
from reviews.states.items import Difficulty as Difficulty
from reviews.states.items import ExtensionOutcome as ExtensionOutcome
from reviews.states.items import ItemKind as ItemKind
from reviews.states.items import MeasureKind as MeasureKind
from reviews.states.items import RemediationState as RemediationState


class CycleKind(TextChoices):
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half_year", "Sáu tháng"
    YEAR = "year", "Năm"
    TERM = "term", "Nhiệm kỳ"
    THEME = "theme", "Chuyên đề"
    EXTRAORDINARY = "extraordinary", "Đột xuất"


class CycleState(TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã kết thúc"


class Subject(TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"


class ReviewState(TextChoices):
    DRAFT = "draft", "Đang viết"
    SUBMITTED = "submitted", "Đã trình"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã thẩm định đạt"


class Opening(TextChoices):
    """Why a round was opened."""

    START = "start", "Viết lần đầu"
    RECALL = "recall", "Thu hồi để sửa"
    SUPPLEMENT = "supplement", "Trả lại, bổ sung"
    REREVIEW = "rereview", "Kiểm điểm lại"
    SUGGESTION = "suggestion", "Mở lại để giải trình gợi ý"


class SegmentState(TextChoices):
    WRITING = "writing", "Đang viết"
    SENT = "sent", "Chờ đơn vị xác nhận"
    CONFIRMED = "confirmed", "Đơn vị đã xác nhận"


class PlaceKind(TextChoices):
    CELL = "cell", "Chi bộ sinh hoạt"
    COLLECTIVE = "collective", "Tập thể lãnh đạo"


class SectionKind(TextChoices):
    """What kind of answer a section of a form template takes."""

    HEADING = "heading", "Đề mục"
    TEXT = "text", "Văn bản"
    GRADED_TEXT = "graded_text", "Văn bản kèm tự đánh giá"
    LIMITATIONS = "limitations", "Hạn chế, khuyết điểm"
    CARRIED_OVER = "carried_over", "Kết quả khắc phục kỳ trước"
    EXPLANATIONS = "explanations", "Giải trình nội dung được gợi ý"
    RESPONSIBILITY = "responsibility", "Trách nhiệm"
    REMEDIES = "remedies", "Phương hướng, biện pháp khắc phục"
    COMMITMENTS = "commitments", "Việc cam kết"
    INDICATORS = "indicators", "Đối chiếu biểu hiện"
    RATING = "rating", "Tự nhận mức xếp loại"


class IndicatorPart(IntegerChoices):
    """The three groups of Nghị quyết 04-NQ/TW (30/10/2016), as a table heads them."""

    IDEOLOGY = 1, "I. Suy thoái về tư tưởng chính trị"
    ETHICS = 2, "II. Suy thoái về đạo đức, lối sống"
    SELF_EVOLUTION = 3, "III. “Tự diễn biến”, “tự chuyển hóa” trong nội bộ"


class IndicatorAnswer(IntegerChoices):
    UNANSWERED = 0, "Chưa trả lời"
    NONE = 1, "Không có biểu hiện"
    REMEDIED = 2, "Có, đã khắc phục"
    REMEDYING = 3, "Có, đang khắc phục"


class DeepReviewState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    PROPOSED = "proposed", "Đã trình duyệt"
    APPROVED = "approved", "Đã duyệt, chờ ban hành"
    ISSUED = "issued", "Đã ban hành"
    WITHDRAWN = "withdrawn", "Đã rút"


class GroupDuty(TextChoices):
    """What a member does in a working group."""

    HEAD = "head", "Tổ trưởng"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Thành viên"


class Attendance(TextChoices):
    """Whether a member of a working group came to a conference."""

    CAME = "came", "Có dự"
    ABSENT = "absent", "Vắng"


class MemberStance(TextChoices):
    """What a member of the standing committee says about a draft suggestion."""

    AGREE = "agree", "Đồng ý"
    CHANGES = "changes", "Đồng ý, đề nghị sửa"
    DISAGREE = "disagree", "Không đồng ý"


class AmendmentKind(TextChoices):
    """What a document changes of an issued letter of suggestion."""

    RESCHEDULE = "reschedule", "Đổi hạn giải trình"
    ADD_TARGET = "add_target", "Thêm nơi được gợi ý"
    WITHDRAW_TARGETS = "withdraw_targets", "Rút nơi được gợi ý"
    ADD_TOPIC = "add_topic", "Thêm nội dung"
    WITHDRAW_TOPICS = "withdraw_topics", "Rút nội dung"


class Ground(TextChoices):
    """Why a deep review is suggested."""

    INSPECTION = "inspection", "Kết luận thanh tra"
    CHECK = "check", "Kết luận kiểm tra, giám sát"
    AUDIT = "audit", "Kết luận kiểm toán"
    COMPLAINT = "complaint", "Đơn thư khiếu nại, tố cáo"
    PUBLIC_OPINION = "public_opinion", "Dư luận, phản ánh của nhân dân"
    LATE_REMEDY = "late_remedy", "Chậm khắc phục hạn chế đã chỉ ra"
    COMPLEX = "complex", "Vấn đề phức tạp, nổi cộm"
    OTHER = "other", "Căn cứ khác"


class GroundState(TextChoices):
    """Whether something was done about a registered ground."""

    OPEN = "open", "Chưa xử lý"
    TREATED = "treated", "Đã xử lý"


class Stance(TextChoices):
    """How an explanation answers a suggested topic."""

    ADMITTED = "admitted", "Nhận khuyết điểm"
    PARTLY = "partly", "Nhận một phần"
    REFUTED = "refuted", "Không có khuyết điểm như gợi ý"


class Share(TextChoices):
    """The part of one person of the collective in a suggested topic; nobody in charge is a decision too."""

    DIRECT = "direct", "Trách nhiệm trực tiếp"
    RELATED = "related", "Trách nhiệm liên đới"
    NONE = "none", "Không phụ trách"


class AppraisalOutcome(TextChoices):
    ACCEPT = "accept", "Đạt"
    SUPPLEMENT = "supplement", "Trả lại, bổ sung"
    REREVIEW = "rereview", "Yêu cầu kiểm điểm lại"


class AppraisalState(TextChoices):
    """How far the appraisal of a round has come; follows from its times, not stored."""

    DRAFT = "draft", "Đang soạn thẩm định"
    PROPOSED = "proposed", "Chờ quyết định"
    DECIDED = "decided", "Đã quyết định"


class AppraisalPaperKind(TextChoices):
    """The papers that a decision goes out with."""

    NOTICE = "notice", "Thông báo kết quả thẩm định"
    ORDER = "order", "Công văn yêu cầu kiểm điểm lại"


class Mark(TextChoices):
    """What the appraisal says of one section or one suggested topic; unresolved: of a topic only."""

    GOOD = "good", "Đạt"
    SUPPLEMENT = "supplement", "Cần bổ sung"
    REREVIEW = "rereview", "Kiểm điểm lại"
    UNRESOLVED = "unresolved", "Chưa giải quyết"


WANTING_MARKS = (Mark.SUPPLEMENT, Mark.REREVIEW, Mark.UNRESOLVED)  # each says that more is to be done


class CarriedState(TextChoices):
    """What became of a remedy or commitment of an earlier cycle, in the words of the one who answers for it."""

    DONE = "done", "Đã xong"
    IN_PROGRESS = "in_progress", "Đang làm"
    NOT_DONE = "not_done", "Chưa làm"


class PledgeState(TextChoices):
    DRAFT = "draft", "Đang viết"
    HANDED_IN = "handed_in", "Đã nộp, chờ chi bộ nhận"
    RECEIVED = "received", "Chi bộ đã nhận"


class CommitmentSide(TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"


class OpinionSource(TextChoices):
    """From whom an opinion on a review comes."""

    SUPERIOR = "superior", "Cấp trên"
    AGENCY = "agency", "Cơ quan"
    ORGANISATION = "organisation", "Tổ chức, đoàn thể"
    PERSON = "person", "Cá nhân"


class OpinionOutcome(TextChoices):
    """What became of an opinion on a review."""

    UNANSWERED = "unanswered", "Chưa trả lời"
    ACCEPTED = "accepted", "Tiếp thu"
    EXPLAINED = "explained", "Giải trình"


class ReminderKind(TextChoices):
    """What a reminder is about: each has a deadline and somebody who has to act."""

    REMEDIATION = "remediation", "Việc khắc phục"
    REVIEW = "review", "Trình bản kiểm điểm"
    EXPLANATION = "explanation", "Giải trình gợi ý kiểm điểm sâu"


class Audience(TextChoices):
    """Whom a reminder rule reaches, for one thing that is due."""

    OWNER = "owner", "Người thực hiện"
    CO_OWNER = "co_owner", "Người phối hợp"
    SECRETARY = "secretary", "Thư ký của đơn vị"
    HEAD = "head", "Bí thư, người đứng đầu đơn vị"
    STAFF = "staff", "Chuyên viên của cấp ủy trực tiếp quản lý"
    STANDING = "standing", "Thường trực của cấp ủy trực tiếp quản lý"


class NumberSource(TextChoices):
    """What took a number from an office's register."""

    ACT = "act", "Văn bản ban hành trong phần mềm"
    PAPER = "paper", "Bản in được phát hành"
    OUTSIDE = "outside", "Văn bản lập ở nơi khác"


class MessageState(TextChoices):
    """Where an outgoing message stands; `in_app` ones are read in the application and never leave it."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    CANCELLED = "cancelled", "Đã hủy"
    IN_APP = "in_app", "Chỉ trong ứng dụng"
