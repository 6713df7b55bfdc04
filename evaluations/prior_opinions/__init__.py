"""事前意見: each member reads one 取組 after the other and writes before the meeting, without seeing the others (blind).

``journey`` says how far a member is, ``reading`` what stands on the page of one 取組, ``writing`` keeps what was typed.
A member comes by signing in, or by a personal link (``keys``, ``links``, ``link_mails``, ``letters``,
``device_codes``), or writes on paper (``sheets``), which the secretariat types in (代理入力).
"""
