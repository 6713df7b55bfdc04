"""会議: planning and calling a meeting, its papers, the packs bound of them, and what the public reads.

``planning`` writes the meeting and its agenda, ``calling`` tells the members and takes their answers, ``papers`` keeps
the papers (``generated`` makes some of them), ``packs`` binds them, ``publication`` makes a meeting public.
"""
