"""The values of a rule set: what each is called, counted in, and good for."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

# In the order in which a rule set declares them.
VALUES: Final = {
    "tie_rule": _("Ngang phiếu ở chỗ cuối cùng"),
    "runoff_needs_majority": _("Bầu lại cũng phải quá một nửa"),
    "empty_agreement": _("Phiếu nhiều người mà không đồng ý ai"),
    "percent_decimals": _("Số chữ số thập phân của tỷ lệ %"),
    "third_look_percent": _("Số phiếu đọc lại ngẫu nhiên trước khi chốt, ít nhất (%)"),
    "third_look_at_least": _(
        "Số phiếu đọc lại ngẫu nhiên trước khi chốt, ít nhất (phiếu)"
    ),
    "risk_limit_percent": _("Giới hạn rủi ro khi đọc lại ngẫu nhiên (%)"),
    "surplus_mandatory_for": _("Chức danh phải bầu có số dư"),
    "surplus_max_percent": _("Số dư nhiều nhất của danh sách bầu cử (%)"),
    "surplus_prepared_min_percent": _("Số dư cấp ủy chuẩn bị, ít nhất (%)"),
    "surplus_prepared_max_percent": _("Số dư cấp ủy chuẩn bị, nhiều nhất (%)"),
    "small_body_seats": _("Số lượng cần bầu coi là ít (từ–đến)"),
    "small_body_surplus": _("Số dư nhiều nhất khi số lượng cần bầu ít (người)"),
    "outsider_support_percent": _(
        "Người ngoài danh sách phải được trên (%) tổng số đại biểu (đảng viên) tham dự "
        "đồng ý; để trống nếu quy chế không đặt"
    ),
    "ink_mismatch_invalid": _("Phiếu dùng nhiều loại mực là không hợp lệ"),
    "quorum_share": _("Đại hội hợp lệ khi có mặt từ"),
    "secretary_rounds": _("Bầu bí thư chi bộ không có kết quả, đến lần thứ"),
    "cell_committee_from_members": _("Chi bộ bầu chi ủy khi có từ (đảng viên)"),
    "cell_committee_max": _("Số chi ủy viên nhiều nhất"),
    "standing_committee_share": _(
        "Số ủy viên ban thường vụ so với cấp ủy viên, nhiều nhất"
    ),
    "standing_committee_exception": _(
        "Ban thường vụ trong trường hợp ngoại lệ, phải dưới"
    ),
    "announce_days": _("Thông báo ngày khai mạc trước"),
    "candidacy_file_days": _("Nhận hồ sơ ứng cử của người không là đại biểu trước"),
    "report_days": _("Báo cáo kết quả bầu cử lên cấp trên trong"),
    "approve_days": _("Cấp trên chuẩn y trong"),
    "handover_days": _("Cấp ủy khóa trước bàn giao trong"),
    "complaint_days": _("Nhận khiếu nại về bầu cử trong"),
    "ballots_kept_months": _("Thời gian lưu giữ phiếu (tháng)"),
    "co_option_percent": _("Bầu bổ sung trong nhiệm kỳ, trên cơ sở, nhiều nhất"),
    "co_option_percent_grassroots": _(
        "Bầu bổ sung trong nhiệm kỳ, ở cơ sở, nhiều nhất"
    ),
    "co_option_after_months": _(
        "Người không trúng cử được bầu bổ sung vào cấp ủy sau ít nhất"
    ),
}

_WORKING_DAYS: Final = _("ngày làm việc")
_PERCENT: Final = "%"

UNITS: "Final[dict[str, str | Promise]]" = {
    "percent_decimals": _("chữ số"),
    "third_look_percent": _PERCENT,
    "third_look_at_least": _("phiếu"),
    "risk_limit_percent": _PERCENT,
    "surplus_max_percent": _PERCENT,
    "surplus_prepared_min_percent": _PERCENT,
    "surplus_prepared_max_percent": _PERCENT,
    "small_body_seats": _("người"),
    "small_body_surplus": _("người"),
    "outsider_support_percent": _PERCENT,
    "quorum_share": _("số người được triệu tập"),
    "secretary_rounds": _("lần"),
    "cell_committee_from_members": _("đảng viên chính thức"),
    "cell_committee_max": _("người"),
    "standing_committee_share": _("số cấp ủy viên"),
    "standing_committee_exception": _("số cấp ủy viên"),
    "announce_days": _WORKING_DAYS,
    "candidacy_file_days": _WORKING_DAYS,
    "report_days": _WORKING_DAYS,
    "approve_days": _WORKING_DAYS,
    "handover_days": _WORKING_DAYS,
    "complaint_days": _WORKING_DAYS,
    "ballots_kept_months": _("tháng"),
    "co_option_percent": _("phần trăm số lượng đại hội quyết định"),
    "co_option_percent_grassroots": _("phần trăm số lượng đại hội quyết định"),
    "co_option_after_months": _("tháng"),
}

HELPS: Final = {
    "tie_rule": _(
        "Khi người ngang phiếu nhiều hơn số chỗ còn lại. Máy không dùng tuổi đảng, "
        "tuổi đời hay bốc thăm để chọn người."
    ),
    "runoff_needs_majority": _(
        "Chọn “không”: ở lần bầu lại, ai nhiều phiếu hơn là trúng cử."
    ),
    "empty_agreement": _(
        "Danh sách không có số dư mà phiếu không đồng ý người nào. Ban kiểm phiếu đã "
        "quyết định về phiếu nào thì quyết định ấy vẫn có hiệu lực."
    ),
    "percent_decimals": _(
        "Chỉ để hiện và in, từ 0 đến 4; không bao giờ quyết định trúng cử theo số đã "
        "làm tròn."
    ),
    "third_look_percent": _("Làm tròn lên. Phiếu đưa vào từ tệp không đọc lại ở cổng."),
    "third_look_at_least": _("Lần bầu có ít phiếu hơn thì đọc lại tất cả."),
    "risk_limit_percent": _(
        "Kết quả sát nhau thì đọc nhiều hơn: đọc khớp cả mà kết quả vẫn sai chỉ xảy ra "
        "với xác suất dưới mức này."
    ),
    "surplus_mandatory_for": _(
        "Danh sách của các chức danh này phải dài hơn số cần bầu."
    ),
    "surplus_max_percent": _("Lấy phần nguyên, ít nhất là một người."),
    "surplus_prepared_min_percent": _("Chỉ cảnh báo, không chặn."),
    "surplus_prepared_max_percent": _("Chỉ cảnh báo, không chặn."),
    "small_body_seats": _("Để trống nếu quy chế không nêu."),
    "small_body_surplus": _("Để trống nếu quy chế không nêu."),
    "outsider_support_percent": _(
        "Tính trên số người tham dự, phải quá mức này; đúng bằng thì chưa đủ."
    ),
    "ink_mismatch_invalid": _(
        "Ban kiểm phiếu quyết định từng phiếu. Trong tệp cuộc bầu, phiếu ghi lỗi nhiều "
        "loại mực thì không hợp lệ; phiếu ban coi là hợp lệ thì không ghi lỗi ấy."
    ),
    "quorum_share": _(
        "Đại hội đại biểu còn phải có đại biểu của ít nhất chừng ấy phần số tổ chức "
        "đảng trực thuộc."
    ),
    "secretary_rounds": _("Sau lần này cấp ủy cấp trên chỉ định bí thư."),
    "cell_committee_from_members": _(
        "Ít hơn thì bầu bí thư, nếu cần thì bầu một phó bí thư."
    ),
    "cell_committee_max": _("Chi ủy không đông hơn số này."),
    "standing_committee_share": _("Mức thường, được đúng bằng."),
    "standing_committee_exception": _(
        "Đảng bộ mới lập và xã, phường theo quyết định của Bộ Chính trị: được quá mức "
        "thường nhưng phải dưới mức này."
    ),
    "announce_days": _("Tính lùi từ ngày khai mạc đại hội."),
    "candidacy_file_days": _("Tính lùi từ ngày khai mạc đại hội, từ cấp trên cơ sở."),
    "report_days": _("Tính từ ngày bế mạc đại hội hoặc kết thúc hội nghị."),
    "approve_days": _("Tính từ ngày nhận đủ báo cáo, khi không có khiếu nại."),
    "handover_days": _("Tính từ ngày bế mạc đại hội."),
    "complaint_days": _("Tính từ ngày bế mạc đại hội hoặc kết thúc hội nghị."),
    "ballots_kept_months": _("Tính từ ngày bế mạc đại hội; có khiếu nại thì giữ tiếp."),
    "co_option_percent": _("Cho cấp ủy từ cấp trên trực tiếp của cơ sở trở lên."),
    "co_option_percent_grassroots": _("Cho cấp ủy cơ sở."),
    "co_option_after_months": _(
        "Người có tên trong danh sách bầu cử mà không quá một nửa số phiếu."
    ),
}
