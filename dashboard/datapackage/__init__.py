"""The data package: opened, read and checked; its documents, borders and locators."""
