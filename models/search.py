"""What search stands on: documents by generation, the words it knows, synonyms, pins, and what was looked for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from models.base import Base, now_field


class SearchIndex(Base, table=True):
    """Which generation of documents answers, and which is being built beside it. One row."""

    __tablename__ = "search_index"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("building IS NULL OR building > live", name="builds_ahead"),
    )

    id: int = Field(default=1, primary_key=True)
    live: int = 1
    building: int | None = None


class SearchDocument(Base, table=True):
    """A product as search reads it: its own words and those of its categories, options and store (F035)."""

    __tablename__ = "search_document"
    __table_args__ = (Index("ix_search_document_words", "words", postgresql_using="gin"),)

    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True)
    generation: int = Field(primary_key=True)
    words: str = Field(sa_column=Column(TSVECTOR, nullable=False))
    plain: str = ""
    """Its words as they are written, but for the description's: typing errors are measured against them."""
    indexed_at: datetime = now_field()


class SearchWord(Base, table=True):
    """A word that some product is found by, as it is written."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index("ix_search_word_stem", "stem"),
        Index("ix_search_word_prefix", "word", postgresql_ops={"word": "text_pattern_ops"}),
        Index("ix_search_word_trgm", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    )

    word: str = Field(primary_key=True)
    stem: str
    products: int = 1


class Synonym(Base, table=True):
    """Words that mean the same in search, either way round (F036)."""

    __tablename__ = "synonym"
    __table_args__ = (
        CheckConstraint("word <> same_as", name="two_words"),
        CheckConstraint("word = lower(word) AND same_as = lower(same_as)", name="small_letters"),
        CheckConstraint("length(word) BETWEEN 1 AND 60 AND length(same_as) BETWEEN 1 AND 60", name="length_bounded"),
    )

    word: str = Field(primary_key=True)
    same_as: str = Field(primary_key=True)
    created_at: datetime = now_field()


class SearchPin(Base, table=True):
    """A product that an operator puts first for some words (F036)."""

    __tablename__ = "search_pin"
    __table_args__ = (CheckConstraint("words = lower(words) AND words <> ''", name="words_normalised"),)

    words: str = Field(primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0
    created_at: datetime = now_field()


class SearchLog(Base, table=True):
    """How often words were looked for on a day, and how much was found last. Nobody's name is with it (F036)."""

    __tablename__ = "search_log"
    __table_args__ = (CheckConstraint("searches > 0 AND results >= 0", name="counted"),)

    day: date = Field(primary_key=True)
    words: str = Field(primary_key=True)
    searches: int = 1
    results: int = 0
