"""Reviews of what was really bought."""

from emporium.services.reviews.reviews import ReviewPage, ReviewView, product_reviews, write_review

__all__ = ["ReviewPage", "ReviewView", "product_reviews", "write_review"]
