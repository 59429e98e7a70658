"""Rewrites the illustrative tables of the sample registry.

Facts are read from ``registry/agencies.csv`` and ``registry/registry.csv``.
What is invented is in this file: ``PATHS`` and the tables next to it say, for
each system, when it was applied, attested, suspended and so on, to the month;
the dice below fill in days, numbers and texts. The dice of a subject are
seeded with its name, so one edit changes one subject and every run writes the
same bytes.

    python data/illustrate.py [FOLDER]     (default: data/registry)
"""

import calendar
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

SEED = "lang-son-2007"
EDITION_2000_ENDS = date(2010, 11, 15)  # IAF: 2000 certificates invalid from
DECLARATIONS_FROM = date(2014, 5, 18)  # QĐ 19/2014/QĐ-TTg
MANDATORY = ("so_ban_nganh", "ubnd_huyen", "phong_noi_vu", "phong_tnmt")
# the first day of the lunar year
TET = {
    day.year: day
    for day in map(
        date.fromisoformat,
        ("2007-02-17", "2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23",
         "2013-02-10", "2014-01-31"),
    )
}  # fmt: skip
SERVICE_UNITS = ("trung_tam", "truong_cd", "truong_tc", "benh_vien", "ttyt_huyen")

# One line a system: agency, how well it is kept, applied in, then its
# attestations in order. 2007-11 is a certificate of the 2008 edition (":2000"
# of the older one), D2014-09 a declaration. After an attestation:
#   suspended=2012-04..2012-08   restored (or not yet: suspended=2014-10)
#   withdrawn= cancelled=        ended early
#   scope=2014-06                its scope changed
#   month year                   the paper names only that of the issue
#   open                         the paper names no expiry
# plan=2010 before them: the planned year, where it was missed.
PATHS = """
SKHDT        good 2007-03  2007-11:2000 2010-10 2013-10 D2014-09
SKHCN        good 2007-03  2007-11:2000 2010-09 2013-09 D2014-07
STC          fair 2007-06  2007-12:2000 2010-10 2013-10
VPUB         good 2007-05  2008-03:2000 2010-06 2013-06 D2014-12
STNMT        fair 2007-07  2008-04:2000 2010-08 2013-11
SGTVT        fair 2007-08  2008-05:2000 2010-09 2013-09
SXD          poor 2007-09  2008-05:2000 2011-05 D2014-10
SYT          fair 2007-08  2008-07:2000 2010-10 2013-09
SGDDT        fair 2007-09  2008-08:2000 2011-03 2014-03
SNNPTNT      poor 2007-10  2008-09:2000 2011-08 D2014-08
STP          fair 2007-10  2008-10:2000 2011-10 D2014-10
SLDTBXH      poor 2007-11  plan=2008 2009-03:2000 2012-03
SNV          good 2008-06  2009-05:2000 2010-08 2013-08 D2014-10
SCT          fair 2009-02  2009-09:2000 2010-10 suspended=2012-04..2012-08 2013-11 scope=2014-06
STTTT        good 2009-03  2009-11 2012-11
SVHTTDL      fair 2009-10  2010-05 2013-05
TTT          poor 2009-12  2010-08
BQLKKT       good 2009-11  2010-06 2013-06
SNgV         poor 2010-11  plan=2010 2011-08
BDT          fair 2010-10  plan=2010 2011-07 2014-07

UB-TPLS      good 2007-06  2008-06:2000 2010-07 2013-07 D2014-08
UB-CL        fair 2007-12  plan=2008 2009-06:2000 2012-02
UB-TD        good 2008-10  2009-07 2012-07 D2014-09
UB-LB        fair 2009-03  2009-12 2012-12 scope=2014-11
UB-HL        fair 2009-09  2010-04 suspended=2012-11..2013-02 2013-08
UB-BS        good 2009-11  2010-09 month 2013-09
UB-VQ        fair 2010-01  2010-10 2013-12
UB-BG        fair 2010-11  plan=2010 2011-06 2014-06
UB-VL        poor 2010-12  plan=2010 2011-11
UB-CHL       fair 2011-09  plan=2010 2012-05
UB-DL        poor 2011-11  plan=2010 2012-09 suspended=2014-10

PNV-TPLS     good 2011-06  2012-01
PTNMT-TPLS   fair 2011-08  2012-03
PNV-CL       fair 2011-09  2012-06
PTNMT-CL     poor 2011-11  2012-08
PNV-HL       fair 2012-07  2013-04
PTNMT-HL     fair 2012-08  2013-06
PNV-CHL      good 2012-10  2013-08
PNV-VL       poor 2012-12  plan=2012 2013-09
PTNMT-CHL    good 2013-07  2014-04
PTNMT-VL     poor 2013-12  plan=2013 D2014-10
PTNMT-LB     poor 2010-01  2010-07

PTCKH-TPLS   good 2011-10  2012-06
PQLDT-TPLS   fair 2012-03  2012-12
PTP-TPLS     fair 2012-06  2013-03
PTCKH-CL     poor 2012-08  2013-05 cancelled=2014-09
PTCKH-HL     fair 2012-10  2013-06 open
PLDTBXH-TPLS fair 2012-11  2013-07
PTP-CL       fair 2012-12  2013-10
PKTHT-HL     poor 2013-02  plan=2012 2013-11
PTCKH-CHL    good 2013-05  2014-02
PKT-TPLS     fair 2013-06  2014-03
PTCKH-VL     fair 2013-10  D2014-07
PTP-HL       fair 2013-11  D2014-08
PLDTBXH-CL   fair 2013-11  D2014-09
PLDTBXH-HL   good 2014-01  D2014-10
PTP-VL       poor 2014-02  plan=2013 D2014-11
PTP-CHL      fair 2014-03  D2014-12

CC01         good 2007-05  2007-12:2000 2010-10 2013-10
CC09         poor 2010-03  2010-11
CC02         fair 2010-03  2010-12 year 2014-04
CC08         fair 2011-02  2011-09 suspended=2013-03..2013-06 D2014-11
CC13         poor 2011-04  2011-12
CC04         fair 2011-06  2012-02
CC05         poor 2011-08  2012-05 withdrawn=2014-06
CC10         fair 2012-08  2013-05 scope=2014-07
CC12         poor 2012-11  2013-11 month
CC11         fair 2013-12  D2014-09

SN06         good 2009-12  2010-07 2013-07
SN01         good 2010-12  2011-10 2014-10
SN05         fair 2011-02  2011-10
SN11         good 2011-07  2012-04
TTYT-TPLS    fair 2012-01  2012-10
SN07         good 2012-06  2013-03
SN02         poor 2012-08  2013-06 suspended=2014-11
TTYT-HL      fair 2012-10  2013-07 month
SN14         fair 2013-01  2013-10
SN04         fair 2013-11  2014-08
TTYT-LB      fair 2013-12  2014-09
SN12         good 2014-02  2014-11
TTYT-CL      fair 2014-03  2014-12

XA-05971     fair 2011-11  2012-07
XA-05977     poor 2012-03  2012-11 month
XA-05974     good 2012-09  2013-05
XA-06187     fair 2012-12  2013-09
XA-06184     fair 2013-01  2013-10
XA-06385     poor 2013-03  2013-12
XA-05980     good 2013-05  2014-01
XA-05983     fair 2013-07  2014-04
XA-06463     fair 2013-11  D2014-08
XA-06529     good 2013-12  D2014-09
XA-06526     fair 2014-01  D2014-10
XA-06124     fair 2014-02  D2014-11
XA-06064     fair 2014-03  D2014-12
XA-06613     poor 2014-04  D2014-12
"""

# Planned or begun, not attested: agency, planned year ("-" none), how far.
UNFINISHED = """
CC03 2014 confirmed
CC06 2014 applying
CC07 2014 building
CC14 2015 planned
CC16 2013 applying
CC17 2013 planned
SN03 2013 building
SN08 2014 building
SN09 2015 planned
SN10 2014 confirmed
SN13 2013 applying
SN15 2014 planned
TTYT-TD 2013 applying
TTYT-BG 2014 planned
TTYT-VL 2014 building
TTYT-VQ 2015 planned
TTYT-BS 2014 confirmed
"""
# Of these two types so many more are drawn, with these plans.
DRAWN = {"phong_khac": 28, "ubnd_xa": 30}
DRAWN_PLANS = (
    "2013 planned", "2013 building", "2013 applying", "2014 planned", "2014 planned",
    "2014 building", "2014 building", "2014 applying", "2014 applying", "2014 confirmed",
    "- building", "- applying", *("2015 planned",) * 11, "2015 building",
)  # fmt: skip

# type, due on, share in per cent, agencies, edition, decision
TARGETS = """
so_ban_nganh|2007-12-31||3||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
so_ban_nganh|2008-12-31|60|||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
so_ban_nganh|2010-11-14|90||2008|Kế hoạch chuyển đổi sang TCVN ISO 9001:2008 (minh họa)
so_ban_nganh|2010-12-31|100|||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
ubnd_huyen|2008-12-31||2||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
ubnd_huyen|2009-12-31||6||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
ubnd_huyen|2010-12-31|100|||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
phong_noi_vu|2012-12-31|70|||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
phong_noi_vu|2014-12-31|100|||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
phong_tnmt|2012-12-31|60|||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
phong_tnmt|2014-12-31|100|||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
phong_khac|2013-12-31||24||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
phong_khac|2014-12-31||36||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
chi_cuc|2010-12-31||4||Kế hoạch áp dụng giai đoạn 2006 - 2010 (minh họa)
chi_cuc|2012-12-31||8||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
chi_cuc|2014-12-31||14||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
trung_tam|2012-12-31||2||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
trung_tam|2014-12-31||5||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
truong_cd|2014-12-31||3||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
truong_tc|2014-12-31||2||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
benh_vien|2014-12-31||3||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
ttyt_huyen|2013-12-31||3||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
ttyt_huyen|2014-12-31||6||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
ubnd_xa|2012-12-31||2||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
ubnd_xa|2014-12-31||20||Kế hoạch áp dụng giai đoạn 2011 - 2014 (minh họa)
"""

# agency, starts on, until, basis, approved by
EXEMPTIONS = """
CC17|2014-03-01|2015-03-31|Đang rà soát, kiện toàn chức năng, nhiệm vụ (công văn minh họa số 215/UBND-NC)|Chủ tịch UBND tỉnh
SN15|2011-01-01|2012-12-31|Đang thực hiện đề án nâng cấp cơ sở đào tạo (công văn minh họa số 87/UBND-VX)|Chủ tịch UBND tỉnh
PDT-TD|2013-07-01|2014-06-30|Thiếu biên chế, đang kiện toàn tổ chức (công văn minh họa số 412/UBND-NV)|Trưởng Ban Chỉ đạo ISO tỉnh
PYT-DL|2014-09-01|2015-08-31|Đang sắp xếp lại nhân sự, chỉ có một công chức (công văn minh họa số 530/UBND-NV)|Trưởng Ban Chỉ đạo ISO tỉnh
XA-06052|2013-01-01|2014-12-31|Đang xây dựng trụ sở mới, chưa bố trí được bộ phận một cửa (công văn minh họa số 118/UBND-VP)|Trưởng Ban Chỉ đạo ISO tỉnh
XA-06007|2014-01-01|2015-12-31|Xã đặc biệt khó khăn, chưa có mạng truyền số liệu (công văn minh họa số 46/UBND-VP)|Trưởng Ban Chỉ đạo ISO tỉnh
XA-06637|2012-06-01|2013-12-31|Đang di dời trụ sở do sạt lở (công văn minh họa số 203/UBND-VP)|Trưởng Ban Chỉ đạo ISO tỉnh
"""  # noqa: E501

# clause|cause|what an assessor writes
NONCONFORMITIES = """
4.2.1|R7|Sổ tay chất lượng chưa mô tả đúng tương tác giữa các quy trình đang áp dụng
4.2.1|R7|Thủ tục hành chính mới công bố chưa có quy trình tác nghiệp tương ứng
4.2.3|R3|Bản quy trình dùng tại bộ phận một cửa là bản đã hết hiệu lực, chưa được thu hồi
4.2.3|R6|Danh mục văn bản bên ngoài chưa cập nhật các văn bản quy phạm pháp luật ban hành trong năm
4.2.3|R3|Biểu mẫu đang sử dụng không có ký hiệu và lần ban hành
4.2.4|R3|Hồ sơ giải quyết thủ tục hành chính thiếu phiếu kiểm soát quá trình
4.2.4|R4|Hồ sơ lưu chưa được sắp xếp theo danh mục, mất nhiều thời gian truy tìm
5.3|R2|Cán bộ được phỏng vấn không nêu được nội dung chính sách chất lượng
5.4.1|R2|Mục tiêu chất lượng của phòng không đo lường được
5.4.1|R3|Chưa theo dõi kết quả thực hiện mục tiêu chất lượng theo quý
5.5.1|R6|Bảng phân công nhiệm vụ chưa cập nhật sau khi thay đổi nhân sự
5.6|R1|Biên bản xem xét của lãnh đạo thiếu nội dung về kết quả thực hiện mục tiêu chất lượng
5.6|R1|Các kết luận xem xét của lãnh đạo kỳ trước chưa được theo dõi thực hiện
6.2.2|R6|Cán bộ mới nhận việc chưa được đào tạo về hệ thống quản lý chất lượng
6.2.2|R5|Kế hoạch đào tạo năm chưa thực hiện do chưa bố trí được kinh phí
6.3|R4|Máy tính và máy in tại bộ phận một cửa hỏng nhiều lần, chưa được bảo trì theo kế hoạch
7.1|R7|Kế hoạch thực hiện dịch vụ công chưa phù hợp với bộ thủ tục hành chính hiện hành
7.2.2|R3|Phiếu tiếp nhận hồ sơ không ghi ngày hẹn trả kết quả
7.2.3|R3|Chưa lấy ý kiến tổ chức, cá nhân đến giao dịch theo quy định
7.4.1|R6|Chưa đánh giá lại danh sách nhà cung ứng đã được phê duyệt
7.5.1|R3|Thực tế giải quyết hồ sơ không theo đúng các bước của quy trình
7.5.1|R7|Thời hạn giải quyết trong quy trình dài hơn thời hạn đã niêm yết
7.5.1|R3|Hồ sơ trả kết quả chậm hẹn nhưng không có thông báo bằng văn bản
7.5.3|R3|Hồ sơ đang xử lý không có dấu hiệu nhận biết tình trạng
8.2.1|R6|Chưa tổng hợp, phân tích phiếu khảo sát sự hài lòng
8.2.2|R2|Chương trình đánh giá nội bộ không bao quát hết các phòng thuộc phạm vi
8.2.2|R6|Chuyên gia đánh giá nội bộ đánh giá chính công việc của mình
8.2.3|R3|Chưa theo dõi, đo lường quá trình giải quyết hồ sơ quá hạn
8.4|R6|Chưa phân tích số liệu hồ sơ trả lại, hồ sơ phải bổ sung
8.5.2|R3|Hành động khắc phục không xác định nguyên nhân gốc của điểm không phù hợp
8.5.2|R2|Điểm không phù hợp của lần đánh giá trước chưa được khắc phục
8.5.3|R7|Chưa nhận diện các nguy cơ để có hành động phòng ngừa
"""
ISSUES = """
4.2.1|R7|Chưa xây dựng đủ quy trình cho các thủ tục hành chính thuộc thẩm quyền
4.2.3|R6|Chưa cập nhật kịp thời thay đổi của văn bản pháp luật vào quy trình
5.4.1|R2|Mục tiêu chất lượng sao chép của năm trước, chưa được đánh giá định kỳ
5.6|R1|Chưa tổ chức xem xét của lãnh đạo trong năm
6.3|R4|Bộ phận tiếp nhận và trả kết quả chật hẹp, thiếu máy tính và bảng niêm yết
7.2.3|R3|Niêm yết thủ tục hành chính chưa đầy đủ, chưa thay bản đã sửa đổi
7.5.1|R3|Hồ sơ thực tế giải quyết không theo quy trình đã ban hành
8.2.2|R2|Đánh giá nội bộ chỉ làm trước khi đoàn đánh giá bên ngoài đến
8.5.2|R3|Chưa khắc phục tồn tại đã nêu tại biên bản kiểm tra trước
|R5|Chưa bố trí kinh phí duy trì hệ thống quản lý chất lượng trong dự toán năm
|R6|Ban ISO của cơ quan kiêm nhiệm, chưa kiện toàn sau khi thay đổi nhân sự
|R8|Chưa gửi báo cáo định kỳ về tình hình áp dụng
"""
OF_PROCEDURES = ("hành chính", "một cửa", "trả kết quả", "niêm yết", "dịch vụ công", "hẹn")
EVIDENCE = (
    "Quy trình sửa đổi và hồ sơ áp dụng thực tế sau sửa đổi",
    "Biên bản kiểm tra xác nhận tại đơn vị",
    "Danh sách phân phối tài liệu ban hành lại, biên bản thu hồi bản cũ",
    "Hồ sơ đào tạo và phiếu kiểm tra sau đào tạo",
    "Kết quả đánh giá nội bộ đợt sau không còn tồn tại",
    "Báo cáo khắc phục kèm hồ sơ minh chứng",
)

# type: objectives of its kind (objective|unit|target in 2008|step a year|better)
COMMON_OBJECTIVES = """
Tỷ lệ hồ sơ được giải quyết đúng và trước hạn|%|90|1|higher
Tỷ lệ tổ chức, cá nhân hài lòng với việc giải quyết thủ tục hành chính|%|80|2|higher
Số hồ sơ phải trả lại do hướng dẫn không đầy đủ|hồ sơ|16|-2|lower
Tỷ lệ văn bản đến được xử lý đúng thời hạn|%|88|1|higher
Số ý kiến phàn nàn về thái độ phục vụ|ý kiến|6|-1|lower
Tỷ lệ cán bộ, công chức được đào tạo về hệ thống quản lý chất lượng|%|65|5|higher
"""
OBJECTIVES = {
    "health": """
Thời gian chờ khám bệnh trung bình|phút|75|-5|lower
Tỷ lệ người bệnh hài lòng|%|80|2|higher
Tỷ lệ hồ sơ bệnh án lập đúng quy định|%|90|1|higher
""",
    "school": """
Tỷ lệ học sinh, sinh viên tốt nghiệp đúng khóa|%|82|1|higher
Tỷ lệ giảng viên được bồi dưỡng chuyên môn trong năm|%|60|4|higher
Số ý kiến phản ánh của người học chưa được giải quyết|ý kiến|10|-1|lower
""",
    "service": """
Tỷ lệ nhiệm vụ, hợp đồng hoàn thành đúng tiến độ|%|85|1|higher
Tỷ lệ khách hàng hài lòng|%|80|2|higher
Số lỗi dịch vụ phải làm lại|lỗi|14|-1|lower
""",
}
OBJECTIVE_KIND = {
    "benh_vien": "health", "ttyt_huyen": "health", "truong_cd": "school",
    "truong_tc": "school", "trung_tam": "service",
}  # fmt: skip
REGISTRATION = "Thời gian giải quyết đăng ký thành lập doanh nghiệp|ngày làm việc|9|-1|lower"

# type: operational from, to; system from, to; TTHC from, to (0: none)
SIZES = {
    "so_ban_nganh": (18, 46, 6, 8, 35, 130),
    "ubnd_huyen": (40, 75, 6, 8, 180, 260),
    "phong_noi_vu": (8, 16, 6, 7, 14, 32),
    "phong_tnmt": (8, 18, 6, 7, 16, 34),
    "phong_khac": (6, 16, 6, 7, 8, 30),
    "chi_cuc": (8, 22, 6, 7, 6, 28),
    "trung_tam": (8, 20, 6, 7, 0, 0),
    "truong_cd": (20, 34, 6, 8, 0, 0),
    "truong_tc": (16, 26, 6, 8, 0, 0),
    "benh_vien": (26, 48, 6, 8, 0, 0),
    "ttyt_huyen": (14, 28, 6, 7, 0, 0),
    "ubnd_xa": (12, 26, 6, 7, 95, 125),
}
SMALL = {"BDT": 9, "TTT": 14, "SNgV": 14, "VPUB": 16}  # departments with few TTHC
PUBLISHED_SIZE = {"SKHDT": (34, 7)}  # operational, system: as the province published

ABBREVIATIONS = {
    "SKHDT": "SKHĐT", "SGDDT": "SGDĐT", "SLDTBXH": "SLĐTBXH", "PLDTBXH": "PLĐTBXH",
    "PQLDT": "PQLĐT", "SNNPTNT": "SNN", "VPUB": "VP",
}  # fmt: skip
SCOPES = {
    "so_ban_nganh": "Hoạt động quản lý nhà nước và giải quyết thủ tục hành chính thuộc thẩm quyền của {}",
    "ubnd_huyen": "Giải quyết thủ tục hành chính thuộc thẩm quyền của {}",
    "chi_cuc": "Hoạt động quản lý chuyên ngành và giải quyết thủ tục hành chính của {}",
    "trung_tam": "Cung cấp dịch vụ sự nghiệp công của {}",
    "truong_cd": "Đào tạo và các hoạt động phục vụ đào tạo của {}",
    "truong_tc": "Đào tạo và các hoạt động phục vụ đào tạo của {}",
    "benh_vien": "Khám bệnh, chữa bệnh và các hoạt động hỗ trợ của {}",
    "ttyt_huyen": "Khám bệnh, chữa bệnh và y tế dự phòng của {}",
}
OTHER_SCOPE = "Giải quyết thủ tục hành chính theo cơ chế một cửa của {}"


# ---------------------------------------------------------------- dice, dates

T = TypeVar("T")
Row = dict[str, str]


def dice(*subject: object) -> random.Random:
    """Dice that always fall the same way for one subject."""
    return random.Random("/".join([SEED, *map(str, subject)]))


def chance(dice: random.Random, likely: float) -> bool:
    return dice.random() < likely


def whole(dice: random.Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(dice.random() * (high - low + 1))


def pick(dice: random.Random, among: Sequence[T]) -> T:
    return among[int(dice.random() * len(among))]


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_holiday(day: date) -> bool:
    fixed = (day.month, day.day) in {(1, 1), (4, 30), (5, 1), (9, 2)}
    tet = TET.get(day.year)
    return fixed or day.weekday() >= 5 or (tet is not None and -2 <= (day - tet).days <= 5)


def workday(day: date, step: int = 1) -> date:
    """The day itself, or a worked one soon after (step -1: before); not always a Monday."""
    while is_holiday(day):
        day += timedelta(step * (3 if day.weekday() >= 5 else 1))
    return day


def after(day: date, dice: random.Random, low: int, high: int) -> date:
    return workday(day + timedelta(whole(dice, low, high)))


def in_month(dice: random.Random, month: str) -> date:
    """A working day of a month written 2010-09."""
    year, number = map(int, month.split("-"))
    day = workday(date(year, number, whole(dice, 1, 28)))
    return day if day.month == number else workday(date(year, number, 28), -1)


# ------------------------------------------------------------- what is known


@dataclass
class Attestation:
    kind: str
    edition: str
    issued: date
    month: str
    expires: date | None
    precision: str = "day"
    expiry_written: bool = True
    suspended: date | None = None
    restored: date | None = None
    ended: date | None = None
    because: str = ""
    scope_changed: date | None = None

    def last_day(self, no_later: date) -> date:
        """The last day it counts, as far as is known; suspensions left aside."""
        ends = [no_later]
        if self.expires:
            ends.append(self.expires)
        if self.ended:
            ends.append(self.ended - timedelta(1))
        if self.edition == "2000":
            ends.append(EDITION_2000_ENDS - timedelta(1))
        return min(ends)


@dataclass
class System:
    """One agency that ran a quality management system of its own."""

    agency: str
    name: str
    type: str
    care: str
    planned: int
    started: date
    applied: date
    confirmed: date
    attestations: list[Attestation] = field(default_factory=list)

    @property
    def first(self) -> date:
        return self.attestations[0].issued

    def dice(self, *what: object) -> random.Random:
        return dice(self.agency, *what)

    def by_care(self, good: float, fair: float, poor: float) -> float:
        return {"good": good, "fair": fair, "poor": poor}[self.care]

    def in_force(self, day: date) -> bool:
        return any(
            a.issued <= day <= a.last_day(day)
            and not (a.suspended and a.suspended <= day and (not a.restored or day < a.restored))
            for a in self.attestations
        )


@dataclass
class Audit:
    agency: str
    kind: str
    held: date
    signed: date
    period: str
    team: str
    minutes: str
    code: str = ""


@dataclass
class Finding:
    audit: Audit
    grade: str
    clause: str
    cause: str
    text: str
    due: date | None = None
    corrected: date | None = None
    verified: date | None = None
    evidence: str = ""
    closed: date | None = None
    reopens: "Finding | None" = None
    code: str = ""


def lines(table: str) -> Iterator[str]:
    return (line for line in table.splitlines() if line.strip())


def read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def agencies_of(folder: Path, day: date) -> dict[str, Row]:
    """The agencies of the day, by code."""
    there = str(day)
    return {
        row["agency"]: row
        for row in read(folder, "agencies")
        if row["established_on"] <= there and (not row["dissolved_on"] or there < row["dissolved_on"])
    }


# -------------------------------------------------------------- attestations


def issue_day(dice: random.Random, month: str, before: Attestation | None) -> date:
    """A day of the month; in the month an older certificate ends, before its end."""
    ends = before.expires if before else None
    if ends and f"{ends:%Y-%m}" == month:
        day = workday(ends - timedelta(whole(dice, 0, 6)), -1)
        return max(day, workday(ends.replace(day=1)))
    return in_month(dice, month)


def months_left(attestation: Attestation, day: date) -> int:
    return (attestation.expires - day).days // 30 if attestation.expires else 0


def new_attestation(dice: random.Random, word: str, before: Attestation | None) -> Attestation:
    """The attestation written 2010-09, 2007-11:2000 or D2014-09."""
    month, _, edition = word.removeprefix("D").partition(":")
    issued = issue_day(dice, month, before)
    declared = word.startswith("D")
    expires = None if declared else add_months(issued, 36) - timedelta(1)
    if before and before.last_day(issued) == issued and months_left(before, issued) > 1:
        before.ended, before.because = issued, "replaced"
    kind = "declaration" if declared else "certificate"
    return Attestation(kind, edition or "2008", issued, month, expires)


def amend(dice: random.Random, attestation: Attestation, word: str) -> None:
    """Notes on an attestation what the word says happened to it."""
    what, _, when = word.partition("=")
    if what == "suspended":
        begin, _, end = when.partition("..")
        attestation.suspended = in_month(dice, begin)
        attestation.restored = in_month(dice, end) if end else None
    elif what in ("withdrawn", "cancelled"):
        attestation.ended, attestation.because = in_month(dice, when), what
    elif what == "scope":
        attestation.scope_changed = in_month(dice, when)
    elif what == "open":
        attestation.expiry_written = False
    elif what in ("month", "year"):
        attestation.precision = what
    else:
        raise ValueError(f"PATHS: {word!r} is not understood")


def system(line: str, agencies: dict[str, Row]) -> System:
    """One line of PATHS."""
    code, care, applied_in, *words = line.split()
    row, throw = agencies[code], dice(code, "path")
    attestations: list[Attestation] = []
    planned = 0
    for word in words:
        if word.startswith("plan="):
            planned = int(word.removeprefix("plan="))
        elif word[0] in "D2":
            before = attestations[-1] if attestations else None
            attestations.append(new_attestation(throw, word, before))
        else:
            amend(throw, attestations[-1], word)
    first = attestations[0].issued
    applied = in_month(throw, applied_in)
    return System(
        agency=code,
        name=row["name"],
        type=row["type"],
        care=care,
        planned=planned or first.year,
        started=workday(add_months(applied, -whole(throw, 6, 13))),
        applied=applied,
        confirmed=workday(first - timedelta(whole(throw, 38, 55)), -1),
        attestations=attestations,
    )


def number_of(owner: System, attestation: Attestation, body: str) -> str:
    throw = owner.dice("number", attestation.month)
    if attestation.kind == "certificate":
        return f"MH{body}-{whole(throw, 101, 989):04d}/{attestation.issued.year}"
    prefix = owner.agency.partition("-")[0]
    if owner.type in ("ubnd_huyen", "ubnd_xa"):
        prefix = "UBND"
    elif owner.type == "chi_cuc":
        prefix = "CC"
    return f"{whole(throw, 12, 380)}/QĐ-{ABBREVIATIONS.get(prefix, prefix)}"


def attestation_rows(systems: list[System]) -> Iterator[Row]:
    for owner in systems:
        body = pick(owner.dice("body"), "AABBCD")
        scope = SCOPES.get(owner.type, OTHER_SCOPE).format(owner.name)
        for a in owner.attestations:
            issued = {"day": str(a.issued), "month": f"{a.issued:%Y-%m}", "year": f"{a.issued:%Y}"}
            certificate = a.kind == "certificate"
            yield {
                "agency": owner.agency,
                "kind": a.kind,
                "edition": a.edition,
                "number": number_of(owner, a, body),
                "body": f"Tổ chức chứng nhận minh họa {body}" if certificate else "",
                "scope": scope,
                "issued_on": issued[a.precision],
                "expires_on": text(a.expires if a.expiry_written else None),
                "suspended_on": text(a.suspended),
                "restored_on": text(a.restored),
                "ended_on": text(a.ended),
                "ended_because": a.because,
                "scope_changed_on": text(a.scope_changed),
            }


def text(day: date | None) -> str:
    return str(day) if day else ""


# ----------------------------------------------------------------- adoptions


def unfinished(agencies: dict[str, Row], busy: set[str]) -> list[tuple[str, str, str]]:
    """Agency, planned year ("" none) and how far, of those planned or begun."""
    found = [(*line.split(),) for line in lines(UNFINISHED)]
    exempt = {line.split("|")[0] for line in lines(EXEMPTIONS)}
    for kind, count in DRAWN.items():
        free = [c for c, row in agencies.items() if row["type"] == kind and c not in busy | exempt]
        drawn = sorted(free, key=lambda code: dice(code, "drawn").random())[:count]
        plans = (DRAWN_PLANS * 2)[:count]
        found += [(code, *plan.split()) for code, plan in zip(drawn, plans, strict=True)]
    return sorted((code, year.replace("-", ""), state) for code, year, state in found)


def unfinished_row(code: str, planned: str, state: str) -> Row:
    throw = dice(code, "unfinished")
    year = min(int(planned or 2014), 2014)
    started = in_month(throw, f"{year - (state != 'building')}-{whole(throw, 2, 9):02d}")
    applied = workday(add_months(started, whole(throw, 5, 8)))
    confirmed = workday(add_months(applied, whole(throw, 3, 5)))
    reached = ("planned", "building", "applying", "confirmed").index(state)
    started_text = f"{started:%Y-%m}" if chance(throw, 0.25) else str(started)
    return {
        "agency": code,
        "planned_year": planned,
        "started_on": started_text if reached >= 1 else "",
        "applied_on": str(applied) if reached >= 2 else "",
        "confirmed_on": str(confirmed) if reached >= 3 else "",
    }


def adoption_rows(
    systems: list[System], agencies: dict[str, Row], begun: list[tuple[str, str, str]]
) -> Iterator[Row]:
    by_code = {owner.agency: owner for owner in systems}
    for owner in systems:
        coarse = chance(owner.dice("started"), 0.2)
        yield {
            "agency": owner.agency,
            "planned_year": str(owner.planned),
            "started_on": f"{owner.started:%Y-%m}" if coarse else str(owner.started),
            "applied_on": str(owner.applied),
            "confirmed_on": str(owner.confirmed),
        }
    for code, row in agencies.items():
        host = by_code.get(row["shares_qms_of"])
        if host and code not in by_code:
            yield {
                "agency": code,
                "planned_year": str(host.planned),
                "started_on": str(host.started),
                "applied_on": str(host.applied),
                "confirmed_on": str(host.confirmed),
            }
    for code, planned, state in begun:
        yield unfinished_row(code, planned, state)


# -------------------------------------------------------------------- audits


def internal_team(name: str) -> str:
    return f"Đoàn đánh giá nội bộ {name}"


def audit_pair(owner: System, held: date, period: str, review: bool) -> Iterator[Audit]:
    """An internal audit and, perhaps, the management review that follows it."""
    throw = owner.dice("pair", held)
    signed = after(held, throw, 0, 6)
    minutes = f"{whole(throw, 1, 40):02d}/BB-ĐGNB"
    yield Audit(owner.agency, "internal", held, signed, period, internal_team(owner.name), minutes)
    if review:
        met = after(signed, throw, 8, 30)
        yield review_on(owner, met, f"Năm {held.year}")


def review_on(owner: System, held: date, period: str) -> Audit:
    throw = owner.dice("review", held)
    minutes = f"{whole(throw, 1, 60):02d}/BB-XXLĐ"
    signed = after(held, throw, 0, 3)
    return Audit(owner.agency, "management_review", held, signed, period, f"Lãnh đạo {owner.name}", minutes)


def own_audits(owner: System, last: date) -> Iterator[Audit]:
    """Internal audits and management reviews: before the first attestation, then yearly."""
    held = workday(owner.confirmed - timedelta(whole(owner.dice("first"), 24, 30)), -1)
    yield from (
        replace(a, signed=min(a.signed, owner.confirmed))
        for a in audit_pair(owner, held, "Lần đầu", review=False)
    )
    yield review_on(owner, workday(owner.confirmed - timedelta(4), -1), "Lần đầu")
    usual = whole(owner.dice("month"), 3, 10)
    for year in range(owner.first.year + 1, last.year + 1):
        yield from audits_of_year(owner, year, usual)


def audits_of_year(owner: System, year: int, usual: int) -> Iterator[Audit]:
    throw = owner.dice("year", year)
    month = min(max(usual + whole(throw, -1, 1), 1), 11)
    held = in_month(throw, f"{year}-{month:02d}")
    living = owner.in_force(held) or owner.in_force(add_months(held, 6))
    weight = 1.0 if living else 0.45
    if year <= 2011:  # the formal years
        weight *= 0.84
    audited = chance(throw, weight * owner.by_care(0.995, 0.9, 0.5))
    reviewed = chance(throw, weight * owner.by_care(0.99, 0.86, 0.42))
    if audited:
        yield from audit_pair(owner, held, f"Năm {year}", reviewed)
    elif reviewed:
        yield review_on(owner, in_month(throw, f"{year}-12"), f"Năm {year}")
    twice = owner.type in MANDATORY[:2] and chance(throw, owner.by_care(0.9, 0.35, 0.0))
    if audited and twice and month <= 7 and year >= 2010:
        yield from audit_pair(owner, in_month(throw, f"{year}-11"), f"Đợt 2 năm {year}", False)


def body_audit(owner: System, kind: str, held: date, period: str) -> Audit:
    body = pick(owner.dice("body"), "AABBCD")
    number = whole(owner.dice("report", held), 11, 480)
    return Audit(
        owner.agency,
        kind,
        held,
        after(held, owner.dice("signed", held), 0, 2),
        period,
        f"Tổ chức chứng nhận minh họa {body}",
        f"BC-MH{body}-{number:03d}/{held.year}",
    )


def certification_audits(owner: System, last: date) -> Iterator[Audit]:
    """What the certification body did: before each certificate, and between."""
    before: Attestation | None = None
    for nth, a in enumerate(owner.attestations):
        if a.kind != "certificate":
            continue
        throw = owner.dice("audits", a.month)
        fresh = before is None or (a.issued - before.last_day(a.issued)).days > 200
        held = workday(a.issued - timedelta(whole(throw, 14, 30)), -1)
        kind = "certification" if fresh else "recertification"
        yield body_audit(owner, kind, held, f"Năm {held.year}")
        later = owner.attestations[nth + 1 :]
        until = min([last, a.last_day(last), *(x.issued - timedelta(75) for x in later)])
        yield from surveillance(owner, a, throw, until)
        before = a


def surveillance(owner: System, a: Attestation, throw: random.Random, until: date) -> Iterator[Audit]:
    for nth in (1, 2):
        held = workday(add_months(a.issued, 12 * nth) - timedelta(whole(throw, 3, 40)), -1)
        suspended = a.suspended and a.suspended <= held and not (a.restored and a.restored <= held)
        likely = owner.by_care(0.99, 0.93, 0.72)
        if held >= DECLARATIONS_FROM and owner.type not in SERVICE_UNITS:
            likely = 0.4
        if held <= until and not suspended and chance(throw, likely):
            yield body_audit(owner, "surveillance", held, f"Giám sát lần {nth}")


def inspection(agency: str, held: date, on_site: bool) -> Audit:
    throw = dice(agency, "inspection", held)
    return Audit(
        agency,
        "inspection_onsite" if on_site else "inspection_file",
        held,
        after(held, throw, 2, 14),
        f"Năm {held.year}",
        "Đoàn kiểm tra của Ban Chỉ đạo ISO tỉnh" if on_site else "Chi cục Tiêu chuẩn - Đo lường - Chất lượng",
        f"{whole(throw, 3, 95):02d}/BB-" + ("ĐKT" if on_site else "KTHS"),
    )


def inspections(agency: str, kind: str, since: date, last: date) -> Iterator[Audit]:
    """The province's own inspections: few at first, nearly all the mandatory in 2014."""
    for year in range(max(since.year + 1, 2009), last.year + 1):
        throw = dice(agency, "inspected", year)
        on_site, by_file = (0.16, 0.14 + 0.07 * (year - 2008))
        if kind not in MANDATORY:
            on_site, by_file = 0.08, 0.12
        if year == 2014 and kind in MANDATORY:
            on_site, by_file = 0.44, 0.49
        fall = throw.random()
        if fall < on_site + by_file:
            first = 6 if year == 2014 else 4
            held = in_month(throw, f"{year}-{whole(throw, first, 11):02d}")
            yield inspection(agency, held, fall < on_site)


def sharing(systems: list[System], agencies: dict[str, Row]) -> Iterator[tuple[str, str, date]]:
    """Agency, type and first day of those that use another agency's system."""
    by_code = {owner.agency: owner for owner in systems}
    for code, row in agencies.items():
        host = by_code.get(row["shares_qms_of"])
        if host and code not in by_code:
            yield code, row["type"], host.applied


def unfinished_audits(row: Row, name: str) -> Iterator[Audit]:
    """Those that confirmed did both; some of those that apply did the first."""
    applied = row["applied_on"]
    if not applied:
        return
    code, throw = row["agency"], dice(row["agency"], "audit")
    confirmed = row["confirmed_on"]
    if confirmed:
        met = workday(date.fromisoformat(confirmed) - timedelta(3), -1)
        team = f"Lãnh đạo {name}"
        yield Audit(code, "management_review", met, met, "Lần đầu", team, "01/BB-XXLĐ")
    if confirmed or chance(throw, 0.5):
        held = workday(date.fromisoformat(applied) + timedelta(45))
        yield Audit(
            code, "internal", held, after(held, throw, 0, 4), "Lần đầu", internal_team(name),
            "01/BB-ĐGNB",
        )  # fmt: skip


def all_audits(systems: list[System], agencies: dict[str, Row], begun: list[Row], last: date) -> list[Audit]:
    audits: list[Audit] = []
    for owner in systems:
        audits += own_audits(owner, last)
        audits += certification_audits(owner, last)
        audits += inspections(owner.agency, owner.type, owner.applied, last)
    for code, kind, since in sharing(systems, agencies):
        if kind in MANDATORY:
            audits += inspections(code, kind, max(since, date(2012, 1, 1)), last)
    for row in begun:
        audits += unfinished_audits(row, agencies[row["agency"]]["name"])
    audits = [a for a in audits if a.signed <= last]
    audits.sort(key=lambda a: (a.held, a.agency, a.kind))
    number_in_year([(a.held.year, a) for a in audits], "DG")
    return audits


def number_in_year(items: Sequence[tuple[int, Audit | Finding]], prefix: str) -> None:
    count: dict[int, int] = {}
    for year, item in items:
        count[year] = count.get(year, 0) + 1
        item.code = f"{prefix}-{year}-{count[year]:04d}"


# ------------------------------------------------------------------ findings

# kind: none, one, two, three findings; major, minor, observation
HOW_MANY = {
    "internal": (0.28, 0.40, 0.22, 0.10),
    "management_review": (0.95, 0.05, 0.0, 0.0),
    "certification": (0.15, 0.45, 0.30, 0.10),
    "recertification": (0.25, 0.45, 0.25, 0.05),
    "surveillance": (0.25, 0.45, 0.24, 0.06),
    "inspection_file": (0.35, 0.45, 0.20, 0.0),
    "inspection_onsite": (0.10, 0.35, 0.35, 0.20),
}
GRADES = {
    "internal": (0.08, 0.58),
    "management_review": (0.0, 0.0),
    "certification": (0.0, 0.60),
    "recertification": (0.0, 0.60),
    "surveillance": (0.10, 0.56),
}


def drawn_count(fall: float, shares: Sequence[float]) -> int:
    for count, share in enumerate(shares):
        if fall < share:
            return count
        fall -= share
    return len(shares) - 1


def grade_of(throw: random.Random, kind: str) -> str:
    """Inspections leave most of their findings ungraded ("")."""
    if kind.startswith("inspection"):
        return "" if chance(throw, 0.9) else "minor"
    major, minor = GRADES[kind]
    fall = throw.random()
    return "major" if fall < major else "minor" if fall < major + minor else "observation"


def wordings(table: str, agency_type: str) -> list[list[str]]:
    """Clause, cause and text; those on administrative procedures not for service units."""
    found = [line.split("|") for line in lines(table)]
    if agency_type not in SERVICE_UNITS:
        return found
    return [each for each in found if not any(word in each[2] for word in OF_PROCEDURES)]


def raised(audit: Audit, agency_type: str, weak: str, first_attested: date | None) -> Iterator[Finding]:
    throw = dice(audit.agency, audit.kind, audit.held, "findings")
    texts = wordings(NONCONFORMITIES, agency_type)
    issues = wordings(ISSUES, agency_type)
    used: set[str] = set()
    for _ in range(drawn_count(throw.random(), HOW_MANY[audit.kind])):
        grade = grade_of(throw, audit.kind)
        choice = texts if grade else issues
        known = [t for t in choice if t[0] == weak]
        clause, cause, words = pick(throw, known if known and chance(throw, 0.3) else choice)
        if words in used:
            continue
        used.add(words)
        if clause and (first_attested is None or audit.held < first_attested):
            # nothing is attested yet, so the edition has to be named
            clause = ("2000:" if audit.held < date(2008, 11, 15) else "2008:") + clause
        yield Finding(audit, grade, clause, "R0" if chance(throw, 0.06) else cause, words)


def settle(finding: Finding, care: str, last: date) -> None:
    """Due, corrected, verified, closed: as far as it came by the last day."""
    throw = dice(finding.audit.code, finding.clause, finding.text)
    signed, grade = finding.audit.signed, finding.grade
    if grade == "observation":
        settle_observation(finding, throw, last)
        return
    if chance(throw, 0.75):
        finding.due = add_months(signed, 2) if not grade else signed + timedelta(90)
        if finding.audit.kind == "internal":
            finding.due = signed + timedelta(pick(throw, (30, 45, 60)))
    recent = finding.audit.held >= date(2013, 8, 1)
    stuck = {"good": 0.0, "fair": 0.05, "poor": 0.4}[care]
    if grade == "major":
        stuck = {"good": 0.0, "fair": 0.3, "poor": 0.8}[care]
    slow = {"good": (6, 32), "fair": (10, 75), "poor": (20, 170)}[care]
    if recent and chance(throw, stuck):
        return
    corrected = after(signed, throw, *slow)
    if corrected > last:
        return
    finding.corrected = corrected
    close(finding, throw, care, last)


def close(finding: Finding, throw: random.Random, care: str, last: date) -> None:
    assert finding.corrected
    if finding.grade == "minor" and chance(throw, 0.04):  # closed without a check: a warning
        finding.closed = known_by(finding.corrected, last)
        return
    checked = after(finding.corrected, throw, 3, {"good": 14, "fair": 25, "poor": 45}[care])
    if checked > last:
        return
    finding.verified, finding.evidence = checked, pick(throw, EVIDENCE)
    closed = after(checked, throw, 0, 7)
    finding.closed = known_by(closed, last)


def known_by(day: date, last: date) -> date | None:
    return day if day <= last else None


def settle_observation(finding: Finding, throw: random.Random, last: date) -> None:
    quick = chance(throw, 0.75)
    corrected = after(finding.audit.signed, throw, *((15, 90) if quick else (120, 330)))
    finding.corrected = known_by(corrected, last)
    finding.closed = finding.corrected


def reopened(findings: list[Finding], audits: list[Audit]) -> Iterator[Finding]:
    """A few closed ones found again: a new finding that names the old one."""
    by_agency: dict[str, list[Audit]] = {}
    for audit in audits:
        if audit.kind in ("internal", "surveillance") or audit.kind.startswith("inspection"):
            by_agency.setdefault(audit.agency, []).append(audit)
    for old in findings:
        throw = dice(old.audit.code, old.text, "reopened")
        if old.closed is None or old.grade == "observation" or not chance(throw, 0.03):
            continue
        closed, limit = old.closed, add_months(old.closed, 14)
        later = [a for a in by_agency[old.audit.agency] if closed < a.held <= limit]
        if later:
            inspected = later[0].kind.startswith("inspection")
            grade = "" if inspected else old.grade or "minor"
            words = f"Tái diễn sau khi đã đóng: {old.text[0].lower()}{old.text[1:]}"
            yield Finding(later[0], grade, old.clause, old.cause, words, reopens=old)


def all_findings(
    systems: list[System], audits: list[Audit], agencies: dict[str, Row], last: date
) -> list[Finding]:
    by_code = {owner.agency: owner for owner in systems}
    clauses = sorted({line.split("|")[0] for line in lines(NONCONFORMITIES)})
    findings: list[Finding] = []
    for audit in audits:
        owner = by_code.get(audit.agency) or by_code.get(agencies[audit.agency]["shares_qms_of"])
        weak = pick(dice(audit.agency, "weak"), clauses)
        kind = agencies[audit.agency]["type"]
        findings += raised(audit, kind, weak, owner.first if owner else None)
    for finding in findings:
        settle(finding, care_of(finding, by_code), last)
    again = list(reopened(findings, audits))
    for finding in again:
        settle(finding, care_of(finding, by_code), last)
    findings += again
    findings.sort(key=lambda f: f.audit.code)
    number_in_year([(f.audit.held.year, f) for f in findings], "PH")
    return findings


def care_of(finding: Finding, by_code: dict[str, System]) -> str:
    owner = by_code.get(finding.audit.agency)
    return owner.care if owner else "fair"


# --------------------------------------------------- procedures, objectives


def procedure_rows(owner: System, last: date) -> Iterator[Row]:
    """Counts at the end of November, for the yearly summary to the province."""
    throw = owner.dice("size")
    low, high, *rest = SIZES[owner.type]
    operational, system = PUBLISHED_SIZE.get(
        owner.agency, (whole(throw, low, high), whole(throw, rest[0], rest[1]))
    )
    total = whole(throw, rest[2], rest[3]) if rest[3] else 0
    if owner.agency in SMALL:
        total, operational = SMALL[owner.agency], min(operational, SMALL[owner.agency] + 6)
    final_share = 1.0 if chance(throw, 0.72) else 0.78 + 0.2 * throw.random()
    begin = owner.first.year
    for year in range(begin, last.year + 1):
        counted = date(year, 11, 30)
        if counted < owner.first or counted > last:
            continue
        rolled = owner.dice("count", year)
        reported = year == last.year and owner.care != "poor"
        if not (reported or chance(rolled, owner.by_care(1.0, 0.92, 0.6))):
            continue
        behind = last.year - year
        now = max(round(operational * (1 - 0.05 * behind)), 5)
        share = max(final_share - 0.11 * behind, 0.3)
        yield {
            "agency": owner.agency,
            "counted_on": str(counted),
            "operational": str(now),
            "system": str(system if behind < 4 else min(system, 6)),
            **tthc(rolled, total + whole(rolled, 0, 2) * behind, share),
        }


def tthc(rolled: random.Random, total: int, share: float) -> Row:
    """Administrative procedures: all, in scope, posted; none in service units."""
    if total < 6:
        return {"tthc_total": "", "tthc_in_scope": "", "tthc_posted": ""}
    missing = 0 if chance(rolled, 0.6) else whole(rolled, 1, max(total // 40, 1))
    return {
        "tthc_total": str(total),
        "tthc_in_scope": str(min(round(total * share), total)),
        "tthc_posted": str(total - missing),
    }


def objective_rows(owner: System, last: date) -> Iterator[Row]:
    choices = list(lines(OBJECTIVES.get(OBJECTIVE_KIND.get(owner.type, ""), COMMON_OBJECTIVES)))
    throw = owner.dice("objectives")
    chosen = sorted(choices, key=lambda _: throw.random())[: 3 if owner.care == "good" else 2]
    if owner.agency == "SKHDT":
        chosen.insert(0, REGISTRATION)
    for year in range(owner.first.year, last.year + 1):
        rolled = owner.dice("objectives", year)
        if chance(rolled, owner.by_care(1.0, 0.9, 0.55)):
            for line in chosen:
                yield objective_row(owner, line, year, rolled)


def objective_row(owner: System, line: str, year: int, rolled: random.Random) -> Row:
    objective, unit, begin, step, better = line.split("|")
    target = int(begin) + int(step) * (year - 2008)
    target = min(target, 98) if unit == "%" else max(target, 1)
    met = chance(rolled, owner.by_care(0.85, 0.7, 0.5))
    gain = whole(rolled, 0, 3) if met else -whole(rolled, 1, 6)
    result = target + gain if better == "higher" else target - gain
    result = max(min(result, 100) if unit == "%" else result, 0)
    tenth = whole(rolled, 0, 9) if unit == "%" and met and result < 100 else 0
    assessed = chance(rolled, owner.by_care(1.0, 0.93, 0.7))
    return {
        "agency": owner.agency,
        "year": str(year),
        "objective": objective,
        "unit": unit,
        "target": str(target),
        "actual": (f"{result}.{tenth}" if tenth else str(result)) if assessed else "",
        "better": better,
    }


# ----------------------------------------------------------------- followups

CHANNELS = ("Công văn", "Điện thoại", "Họp giao ban", "Kiểm tra trực tiếp")
OFFICES = ("Phòng Cải cách hành chính, Sở Nội vụ", "Chi cục Tiêu chuẩn - Đo lường - Chất lượng")
WHY = ("R1", "R1", "R2", "R4", "R5", "R5", "R6", "R6", "R7")


def urged(agency: str, on: date, promised: date | None, note: str) -> Row:
    throw = dice(agency, "urged", on)
    return {
        "agency": agency,
        "on": str(on),
        "channel": pick(throw, CHANNELS),
        "cause": pick(throw, WHY) if chance(throw, 0.85) else "R0",
        "promised_on": text(promised),
        "by": pick(throw, OFFICES),
        "note": note,
    }


def followups_of_unfinished(row: Row, last: date) -> Iterator[Row]:
    """Urged when the planned year draws to its end, and again: promises not kept."""
    if not row["planned_year"] or int(row["planned_year"]) >= 2015:
        return
    throw = dice(row["agency"], "followups")
    year = int(row["planned_year"])
    on = in_month(throw, f"{year}-{whole(throw, 8, 10):02d}")
    note = "Đôn đốc theo kế hoạch năm, đơn vị cam kết hoàn thành hồ sơ"
    yield urged(row["agency"], on, date(year, 12, 15), note)
    if year < last.year:
        again = in_month(throw, f"{year + 1}-{whole(throw, 2, 4):02d}")
        promised = date(year + 1, 6, 30)
        yield urged(row["agency"], again, promised, "Chưa hoàn thành năm trước, đơn vị cam kết lại")
        third = in_month(throw, f"{year + 1}-{whole(throw, 9, 11):02d}")
        yield urged(row["agency"], third, None, "Vẫn chưa hoàn thành, đề nghị thủ trưởng giải trình")


def followups_of_late(owner: System) -> Iterator[Row]:
    """Attested after the planned year: the last promise was kept."""
    if owner.first.year <= owner.planned:
        return
    throw = owner.dice("followups")
    on = workday(date(owner.planned + 1, 1, whole(throw, 8, 25)))
    if add_months(on, 3) < owner.first:
        note = "Quá năm kế hoạch, đơn vị đề nghị lùi thời hạn"
        yield urged(owner.agency, on, date(owner.planned + 1, 3, 31), note)
    on = workday(owner.first - timedelta(whole(throw, 60, 85)), -1)
    promised = date(owner.first.year, owner.first.month, 1)
    promised = add_months(promised, 1) - timedelta(1)
    yield urged(owner.agency, on, promised, "Đơn vị cam kết thời điểm hoàn thành")


def followups_of_lapsed(owner: System, last: date) -> Iterator[Row]:
    """Urged after each lapse: kept where a newer attestation came, else broken."""
    for nth, a in enumerate(owner.attestations):
        ended = a.last_day(last)
        newer = owner.attestations[nth + 1 : nth + 2]
        lapsed = ended < last and (not newer or newer[0].issued > ended + timedelta(21))
        if not lapsed:
            continue
        throw = owner.dice("lapsed", a.month)
        on = after(ended, throw, 12, 28)
        promised = newer[0].issued + timedelta(whole(throw, 3, 20)) if newer else None
        if on > last or (newer and on >= newer[0].issued):
            continue
        yield urged(owner.agency, on, promised or add_months(on, 2), "Giấy chứng nhận đã hết hiệu lực")
        again = workday(add_months(on, 4))
        if not newer and again <= last:
            note = "Chưa chứng nhận lại hoặc công bố theo cam kết"
            yield urged(owner.agency, again, add_months(again, 3), note)


def followups_of_findings(findings: list[Finding], last: date) -> Iterator[Row]:
    """Overdue majors and inspection issues: urged once a month after."""
    for f in findings:
        if f.grade in ("minor", "observation") or f.corrected or not f.due:
            continue
        on = workday(f.due + timedelta(20))
        if on <= last:
            note = f"Đôn đốc khắc phục phát hiện {f.code} đã quá hạn"
            yield urged(f.audit.agency, on, on + timedelta(30), note)


# ----------------------------------------------------------------- all tables


def table(text_: str, *columns: str) -> list[Row]:
    return [dict(zip(columns, line.split("|"), strict=True)) for line in lines(text_)]


def is_exempt(agency: str, day: str, exemptions: list[Row]) -> bool:
    return any(e["agency"] == agency and e["starts_on"] <= day <= e["until"] for e in exemptions)


def audit_row(a: Audit) -> Row:
    return {
        "audit": a.code,
        "agency": a.agency,
        "kind": a.kind,
        "held_on": str(a.held),
        "signed_on": str(a.signed),
        "period": a.period,
        "team": a.team,
        "minutes": a.minutes,
    }


def finding_row(f: Finding) -> Row:
    return {
        "finding": f.code,
        "audit": f.audit.code,
        "grade": f.grade,
        "clause": f.clause,
        "cause": f.cause,
        "description": f.text,
        "due_on": text(f.due),
        "corrected_on": text(f.corrected),
        "verified_on": text(f.verified),
        "verified_by_evidence": f.evidence,
        "closed_on": text(f.closed),
        "reopens": f.reopens.code if f.reopens else "",
    }


def illustrate(folder: Path) -> dict[str, list[Row]]:
    """Every illustrative table, by its name."""
    settings = {row["setting"]: row["value"] for row in read(folder, "registry")}
    last = date.fromisoformat(settings["as_of"])
    agencies = agencies_of(folder, last)
    systems = [system(line, agencies) for line in lines(PATHS)]
    busy = {s.agency for s in systems} | {code for code, _, _ in sharing(systems, agencies)}
    begun = unfinished(agencies, busy)
    begun_rows = [unfinished_row(*item) for item in begun]
    audits = all_audits(systems, agencies, begun_rows, last)
    findings = all_findings(systems, audits, agencies, last)
    exemptions = table(EXEMPTIONS, "agency", "starts_on", "until", "basis", "approved_by")
    followups = [
        *(r for row in begun_rows for r in followups_of_unfinished(row, last)),
        *(r for s in systems for r in followups_of_late(s)),
        *(r for s in systems for r in followups_of_lapsed(s, last)),
        *followups_of_findings(findings, last),
    ]
    return {
        "adoptions": list(adoption_rows(systems, agencies, begun)),
        "attestations": list(attestation_rows(systems)),
        "audits": [audit_row(a) for a in audits],
        "findings": [finding_row(f) for f in findings],
        "procedures": [r for s in systems for r in procedure_rows(s, last)],
        "objectives": [r for s in systems for r in objective_rows(s, last)],
        "targets": table(TARGETS, "type", "due_on", "share", "agencies", "edition", "decision"),
        "exemptions": exemptions,
        "followups": sorted(
            (row for row in followups if not is_exempt(row["agency"], row["on"], exemptions)),
            key=lambda row: (row["on"], row["agency"], row["note"]),
        ),
    }


def write(folder: Path, name: str, rows: list[Row]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main(folder: Path) -> None:
    for name, rows in illustrate(folder).items():
        write(folder, name, rows)


if __name__ == "__main__":
    here = Path(__file__).parent / "registry"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
