"""会議録: from the draft to the fixed text that everybody may read.

``drafting`` makes the draft of what the portal knows, ``editing`` is the office's pen, ``circulation`` sends it to the
members and takes their answers, ``fixing`` seals and publishes it. ``labels`` says under which name a person speaks,
``content`` gives the whole as plain words, of which page, PDF and text are made alike.
"""
