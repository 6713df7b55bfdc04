"""会議のポイント: where to look first and why, by rules that everybody can inspect.

``method`` says by which rules, ``facts`` reads a round in a fixed number of queries, ``reasons`` applies the rules to the
facts (pure functions), ``points`` puts the 取組 in order and adds up what stands beside them, ``print`` lays it on one A4 page.
"""
