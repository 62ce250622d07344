"""The storefront's pages, one file each: a pure view of one value."""
