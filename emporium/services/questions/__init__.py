"""Public questions about products: asked by shoppers, answered by the store and by people who bought it (F111)."""

from emporium.services.questions.answering import ANSWER_MAX, answer_as_buyer, answer_as_store
from emporium.services.questions.asking import QUESTION_MAX, Viewer, ask_question, viewer_of
from emporium.services.questions.events import QUEUE, PostChanged, QuestionAnswered, QuestionAsked, topic_of_store
from emporium.services.questions.moderating import (
    ANSWER,
    QUESTION,
    QUEUES,
    REMOVED,
    REPORTED,
    PostPage,
    PostView,
    keep_post,
    moderation_queue,
    remove_post,
    waiting_posts,
)
from emporium.services.questions.reading import (
    AnswerView,
    QuestionPage,
    QuestionView,
    StoreQuestions,
    product_questions,
    store_questions,
    waiting_of_store,
)
from emporium.services.questions.reasons import REMOVALS, REPORTS, removal_words
from emporium.services.questions.voting import report_post, toggle_helpful

__all__ = [
    "ANSWER",
    "ANSWER_MAX",
    "QUESTION",
    "QUESTION_MAX",
    "QUEUE",
    "QUEUES",
    "REMOVALS",
    "REMOVED",
    "REPORTED",
    "REPORTS",
    "AnswerView",
    "PostChanged",
    "PostPage",
    "PostView",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionPage",
    "QuestionView",
    "StoreQuestions",
    "Viewer",
    "answer_as_buyer",
    "answer_as_store",
    "ask_question",
    "keep_post",
    "moderation_queue",
    "product_questions",
    "removal_words",
    "remove_post",
    "report_post",
    "store_questions",
    "toggle_helpful",
    "topic_of_store",
    "viewer_of",
    "waiting_of_store",
    "waiting_posts",
]
