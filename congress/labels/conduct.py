"""Rules of who holds an election, how, and what follows: looked up, not computed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from congress.rules.rulesets import Rule

CONDUCT: Final = {
    Rule.SCOPE: _(
        "Áp dụng cho bầu cử ở chi bộ, đại hội đảng bộ các cấp, hội nghị ban chấp hành "
        "và ủy ban kiểm tra; Đại hội đại biểu toàn quốc tự quyết định. Tổ chức đảng "
        "giới thiệu người ứng cử vào cơ quan nhà nước, Mặt trận, đoàn thể cũng áp dụng."
    ),
    Rule.PRINCIPLES: _(
        "Bầu cử theo nguyên tắc tập trung dân chủ, bình đẳng, trực tiếp, đa số quá "
        "bán; kết quả phải được cấp ủy có thẩm quyền chuẩn y."
    ),
    Rule.NO_CONFIDENCE_BALLOTS: _(
        "Lấy phiếu tín nhiệm để bổ nhiệm cán bộ không theo quy chế này."
    ),
    Rule.QUORUM: _(
        "Đại hội hợp lệ khi có ít nhất %(quorum_share)s số đại biểu được triệu tập, "
        "đại diện cho ít nhất %(quorum_share)s số tổ chức đảng trực thuộc; đại hội "
        "đảng viên: ít nhất %(quorum_share)s số đảng viên được triệu tập."
    ),
    Rule.RESOLUTIONS: _(
        "Nghị quyết và các vấn đề biểu quyết của đại hội cũng phải được quá một nửa so "
        "với cùng mẫu số (D) như khi bầu cử."
    ),
    Rule.OFFICIAL_MEMBERS_ONLY: _(
        "Chỉ đảng viên (đại biểu) chính thức được biểu quyết, bầu cử; đảng viên dự bị "
        "không được biểu quyết, bầu cử và không được bầu."
    ),
    Rule.ON_PAPER_COMMITTEES: _(
        "Bỏ phiếu kín khi bầu cấp ủy, ban thường vụ, bí thư, phó bí thư; biểu quyết "
        "giơ thẻ khi bầu đoàn chủ tịch, chủ tịch đại hội, đoàn thư ký."
    ),
    Rule.ON_PAPER_INSPECTION: _(
        "Bỏ phiếu kín khi bầu ủy ban kiểm tra, chủ nhiệm, phó chủ nhiệm; biểu quyết "
        "giơ thẻ khi bầu ban thẩm tra tư cách đại biểu."
    ),
    Rule.ON_PAPER_DELEGATES: _(
        "Bỏ phiếu kín khi bầu đại biểu dự đại hội cấp trên; biểu quyết giơ thẻ khi bầu "
        "ban kiểm phiếu (số lượng, danh sách, trưởng ban)."
    ),
    Rule.ON_PAPER_OPINION: _(
        "Bỏ phiếu kín khi lấy phiếu xin ý kiến về người vào danh sách bầu cử; biểu "
        "quyết giơ thẻ về số lượng cần bầu và danh sách bầu cử."
    ),
    Rule.ON_PAPER_NOMINATION: _(
        "Bỏ phiếu kín khi giới thiệu đảng viên ứng cử chức danh của Nhà nước, Mặt "
        "trận, đoàn thể; biểu quyết giơ thẻ về chương trình, quy chế, văn kiện, nghị "
        "quyết."
    ),
    Rule.CONVENING_COMMITTEE: _(
        "Cấp ủy triệu tập đại hội chuẩn bị báo cáo, đề án nhân sự, tổ chức đại hội; "
        "nhận hồ sơ ứng cử; thông báo ngày khai mạc trước ít nhất %(announce_days)s "
        "ngày làm việc; lãnh đạo công việc đến khi có cấp ủy mới."
    ),
    Rule.PRESIDIUM: _(
        "Đoàn chủ tịch (ở chi bộ: đoàn chủ tịch hoặc chủ tịch) do đại hội biểu quyết "
        "trong số đại biểu chính thức; điều hành đại hội và việc bầu cử, tổng hợp ứng "
        "cử, đề cử, xin rút, đề xuất danh sách bầu cử và ban kiểm phiếu."
    ),
    Rule.SECRETARIAT: _(
        "Đoàn thư ký do đại hội biểu quyết trong số đại biểu chính thức; ghi biên bản, "
        "tổng hợp ý kiến, dự thảo nghị quyết, giúp đoàn chủ tịch trong bầu cử."
    ),
    Rule.CREDENTIALS_BOARD: _(
        "Ban thẩm tra tư cách đại biểu do đại hội đại biểu biểu quyết; xem xét tư cách "
        "đại biểu, đơn thư về đại biểu, báo cáo để đại hội quyết định. Đại hội đảng "
        "viên không bầu ban này."
    ),
    Rule.TALLY_BOARD: _(
        "Ban kiểm phiếu gồm đại biểu (đảng viên) chính thức không có tên trong danh "
        "sách bầu cử, do đại hội biểu quyết số lượng, danh sách và trưởng ban."
    ),
    Rule.BOARD_BEFORE: _(
        "Trước khi bỏ phiếu, ban kiểm phiếu hướng dẫn cách bầu, kiểm tra và niêm phong "
        "thùng phiếu trước đại hội, phát phiếu trực tiếp và đếm số phiếu phát ra."
    ),
    Rule.BOARD_DURING: _(
        "Ban kiểm phiếu báo cáo số phiếu phát ra, thu về; kiểm phiếu; kết luận về "
        "phiếu không hợp lệ và khiếu nại về bầu cử trong đại hội."
    ),
    Rule.BOARD_AFTER: _(
        "Ban kiểm phiếu lập và ký biên bản, báo cáo đoàn chủ tịch, công bố kết quả, "
        "niêm phong phiếu và giao đoàn chủ tịch để chuyển cấp ủy mới lưu giữ."
    ),
    Rule.COMPUTER_COUNT: _(
        "Kỹ thuật viên không là đại biểu được giúp kiểm phiếu bằng máy, do ban kiểm "
        "phiếu điều hành và giám sát; ngoài ban và kỹ thuật viên, không ai được đến "
        "nơi kiểm phiếu."
    ),
    Rule.WORK_TEAM: _(
        "Không lập được ban kiểm phiếu thì cấp ủy cấp trên cử tổ công tác giúp việc "
        "kiểm phiếu."
    ),
    Rule.PRINTED_NAMES: _(
        "Phiếu in sẵn họ và tên người trong danh sách bầu cử; không in được thì ban "
        "kiểm phiếu viết danh sách."
    ),
    Rule.STAMPED_PAPER: _(
        "Phiếu đóng dấu của cấp ủy triệu tập đại hội ở góc trái, phía trên; chi bộ "
        "trực thuộc đảng ủy cơ sở dùng dấu của đảng ủy cơ sở."
    ),
    Rule.ONE_PAPER_AN_OFFICE: _(
        "Mỗi chức danh một loại phiếu; bầu cấp ủy và bầu đại biểu là hai cuộc bầu, hai "
        "loại phiếu."
    ),
    Rule.NAMELESS_PAPER: _("Phiếu không ghi số, không ghi tên người bầu."),
    Rule.SPOILED_PAPER: _(
        "Người gạch hỏng được đổi phiếu trước khi bỏ; ban kiểm phiếu thu, hủy phiếu "
        "hỏng và để riêng."
    ),
    Rule.MARKING_EXPLAINED: _(
        "Cách ghi phiếu được in trên phiếu hoặc do ban kiểm phiếu hướng dẫn."
    ),
    Rule.SECRETARY_DESIGNATED: _(
        "Không bầu được bí thư thì cấp ủy cấp trên có thể chỉ định người trong hoặc "
        "ngoài cấp ủy làm cấp ủy viên và bí thư."
    ),
    Rule.MOST_SEATS_OPEN: _(
        "Cấp ủy bầu thiếu quá một nửa số lượng thì việc bổ sung làm từng bước."
    ),
    Rule.CO_OPTED_LATER: _(
        "Người có tên trong danh sách bầu cử mà không quá một nửa số phiếu chỉ được bổ "
        "sung vào cấp ủy sau ít nhất %(co_option_after_months)s tháng và phải được quá "
        "một nửa số ủy viên đương nhiệm đồng ý."
    ),
    Rule.WHO_IS_DELEGATE: _(
        "Đại biểu gồm cấp ủy viên cấp triệu tập đang sinh hoạt tại đảng bộ, đại biểu "
        "do đại hội cấp dưới bầu và đại biểu được chỉ định trong tổng số."
    ),
    Rule.DELEGATES_ALLOTTED: _(
        "Số đại biểu do cấp ủy triệu tập quyết định, phân bổ theo số đảng viên, số tổ "
        "chức đảng trực thuộc và vị trí quan trọng."
    ),
    Rule.UNITS_MOVED: _(
        "Tách, chuyển tổ chức đảng sau khi đã bầu đại biểu thì có thể cho bầu thêm; "
        "đại biểu của tổ chức chuyển đi do cấp ủy nơi đến triệu tập và tính vào tổng "
        "số ở đó."
    ),
    Rule.DESIGNATED_DELEGATES: _(
        "Chỉ định đại biểu cho tổ chức đảng ở nước ngoài, phân tán, làm nhiệm vụ chiến "
        "đấu, gặp thiên tai, hoặc mới lập, sáp nhập."
    ),
    Rule.OFFICIAL_NOMINATION: _(
        "Danh sách do cấp ủy triệu tập đại hội chuẩn bị là đề cử chính thức với đại "
        "hội."
    ),
    Rule.SURPLUS_NOT_NEEDED: _(
        "Bầu bí thư, phó bí thư, ủy ban kiểm tra thì số dư được có nhưng không bắt "
        "buộc."
    ),
    Rule.ORDER_ON_LIST: _(
        "Danh sách xếp theo tên, vần A, B, C; cùng tên thì theo họ, rồi tên đệm; trùng "
        "cả họ và tên thì người có tuổi đảng cao hơn đứng trước."
    ),
    Rule.NUMBER_TO_ELECT: _(
        "Số cấp ủy viên cần bầu do đại hội biểu quyết trước khi bầu; số đại biểu dự "
        "đại hội cấp trên do cấp trên phân bổ, đại hội không biểu quyết."
    ),
    Rule.OPINION_BALLOT_HELD: _(
        "Danh sách quá dài thì đoàn chủ tịch tổ chức lấy phiếu xin ý kiến bằng phiếu "
        "kín; ở hội nghị thì đoàn chủ tịch (ban thường vụ, Bộ Chính trị) quyết định có "
        "lấy hay không."
    ),
    Rule.OPINION_BALLOT_TEAM: _(
        "Phiếu xin ý kiến do tổ giúp việc của đoàn chủ tịch kiểm, gồm thành viên đoàn "
        "thư ký và, nếu cần, đại biểu chính thức khác; ban kiểm phiếu không kiểm."
    ),
    Rule.OPINION_BALLOT_FORM: _("Kiểm phiếu xin ý kiến lập biên bản theo mẫu."),
    Rule.WHO_MAY_STAND: _(
        "Đại biểu và, ở đại hội đảng viên, mọi đảng viên chính thức được ứng cử, đề "
        "cử; đảng viên chính thức không là đại biểu ứng cử cấp ủy thì nộp hồ sơ cho "
        "cấp ủy triệu tập đại hội."
    ),
    Rule.CANDIDACY_FILE: _(
        "Từ cấp trên cơ sở, hồ sơ ứng cử của người không là đại biểu đến ban tổ chức "
        "của cấp ủy triệu tập ít nhất %(candidacy_file_days)s ngày làm việc trước khai "
        "mạc; ở cơ sở nộp đơn cho cấp ủy cơ sở."
    ),
    Rule.NOMINATION_SLIP: _(
        "Đề cử người không là đại biểu thì nộp phiếu đề cử kèm ý kiến đồng ý của người "
        "được đề cử và hồ sơ theo mẫu."
    ),
    Rule.WITHDRAWING: _(
        "Người ứng cử, được đề cử có quyền xin rút; đoàn chủ tịch tổng hợp, đề xuất "
        "cho rút hay không, đại hội quyết định."
    ),
    Rule.DELEGATES_AMONG_DELEGATES: _(
        "Chỉ đại biểu chính thức của đại hội này được giới thiệu bầu làm đại biểu dự "
        "đại hội cấp trên."
    ),
    Rule.CELL_ORDER: _(
        "Ở chi bộ bầu chi ủy trước, rồi bầu bí thư và phó bí thư trong số chi ủy viên."
    ),
    Rule.NO_LOBBYING: _(
        "Không vận động cá nhân, bè phái, tranh thủ phiếu bầu; vi phạm thì xử lý kỷ "
        "luật."
    ),
    Rule.FIRST_MEETING: _(
        "Phiên họp đầu do bí thư hoặc phó bí thư khóa trước tái cử triệu tập và khai "
        "mạc, nếu không có thì người được cấp trên ủy nhiệm, cho đến khi bầu chủ tịch "
        "hội nghị."
    ),
    Rule.WORKS_AT_ONCE: _(
        "Cấp ủy mới làm việc ngay. Bí thư, chủ nhiệm ủy ban kiểm tra ký chức danh "
        "ngay; phó bí thư, ủy viên ban thường vụ, phó chủ nhiệm ký chức danh sau khi "
        "được chuẩn y."
    ),
    Rule.HANDOVER: _(
        "Cấp ủy khóa trước bàn giao cho cấp ủy khóa mới trong %(handover_days)s ngày "
        "làm việc."
    ),
    Rule.RESULT_REPORTED: _(
        "Trong %(report_days)s ngày làm việc từ khi bế mạc, báo cáo kết quả lên cấp "
        "trên trực tiếp: biên bản bầu cử, danh sách trích ngang, lý lịch từng người."
    ),
    Rule.RESULT_APPROVED: _(
        "Cấp trên chuẩn y trong %(approve_days)s ngày làm việc từ khi nhận báo cáo, "
        "nếu không có khiếu nại về kết quả bầu cử."
    ),
    Rule.RESULT_ANNULLED: _(
        "Cấp trên có quyền hủy kết quả và cho bầu lại, hoặc không chuẩn y từng người, "
        "khi vi phạm tiêu chuẩn, nguyên tắc, thủ tục."
    ),
    Rule.COMPLAINTS: _(
        "Khiếu nại về bầu cử gửi trong %(complaint_days)s ngày làm việc từ khi bế mạc; "
        "ủy ban kiểm tra cấp trên thẩm tra, cấp ủy cấp trên quyết định."
    ),
    Rule.SANCTIONS: _("Vi phạm quy chế bầu cử thì xử lý theo quy định của Đảng."),
    Rule.CO_OPTION: _(
        "Số người bổ sung trong nhiệm kỳ không quá %(co_option_percent)s%% số lượng "
        "đại hội đã quyết định, ở cơ sở không quá %(co_option_percent_grassroots)s%%."
    ),
    Rule.EXTRAORDINARY_CONGRESS: _(
        "Đại hội bất thường khi quá một nửa số cấp ủy viên (bỏ phiếu kín) hoặc quá một "
        "nửa số tổ chức đảng trực thuộc yêu cầu và cấp trên trực tiếp đồng ý."
    ),
}
