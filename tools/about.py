"""What a page says of itself to those who do not read it: a description, and JSON-LD for search engines and catalogues.

All of it comes from the lessons' records. There is no address in it and no name: only the course's owner can give them.
"""

import json
from html import escape

from course_lib.lessons import LESSONS

COURSE = "Why must the weights of a neural network start as random numbers?"
DESCRIPTION = ("Interactive notebooks for learners of neural networks: popular claims about random starting weights, "
               "each put to a test with a slider and a printed number, and the place where it stops being true.")
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
ALWAYS = {"inLanguage": "en", "isAccessibleForFree": True, "license": LICENSE,
          "author": {"@type": "Organization", "name": "The authors of the course"}}


def description(lesson):
    """One or two sentences."""
    first = (f"Afterwards you can {lesson.objectives[0].text.replace('`', '')}" if lesson.objectives
             else f"You need {lesson.needs}")
    return f"{lesson.question} Notebook {lesson.number} of a course on how neural networks start. {first}."


def resource(lesson):
    """A lesson as a schema.org LearningResource."""
    minutes = lesson.minutes + sum(task.minutes for task in lesson.exercises)
    taught = [objective.text.replace("`", "") for objective in lesson.objectives]
    return {"@type": "LearningResource", "name": f"{lesson.number} · {lesson.question}",
            "description": description(lesson), "learningResourceType": "interactive notebook",
            "timeRequired": f"PT{minutes}M", "competencyRequired": lesson.needs,
            **({"teaches": taught} if taught else {}), **ALWAYS}


def course():
    """The whole course as a schema.org Course, its lessons as parts."""
    parts = [{"@type": "LearningResource", "name": f"{book.number} · {book.question}"} for book in LESSONS.values()]
    return {"@type": ["Course", "LearningResource"], "name": COURSE, "description": DESCRIPTION,
            "learningResourceType": "interactive notebooks", "hasPart": parts, **ALWAYS}


def tags(lesson=None, title=""):
    """The lines for a page's head: of a lesson, of another page by its title, or of the first page."""
    if lesson:
        said = resource(lesson)
    elif title:
        said = {"@type": "WebPage", "name": title, "description": f"{title}. A page of the course: {COURSE}", **ALWAYS}
    else:
        said = course()
    part = {"isPartOf": {"@type": "Course", "name": COURSE, "description": DESCRIPTION}} if lesson or title else {}
    text = json.dumps({"@context": "https://schema.org", **said, **part}, ensure_ascii=False)
    text = text.replace("<", "\\u003c")  # a script ends at the first "</"
    return (f'<meta name="description" content="{escape(said["description"])}">\n'
            f'<script type="application/ld+json">{text}</script>\n')
