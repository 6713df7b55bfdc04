"""What people make of a year as a whole: ratings of goals and plan, 総評 in its versions, the letter (答申書), both eyes.

``goal_ratings`` sets the ratings beside the computed distribution, ``overall_versions`` reads each kept version of the 総評,
``recommendations`` writes and fixes the letter, ``opposite_eyes`` holds self-ratings against the committee's, and ``frozen``
says what of all this goes into an edition.
"""
