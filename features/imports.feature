Feature: Bringing a history along
  Somebody who leaves another service uploads the file that it gave them, and sees what is in it before anything is
  written.

  Scenario: A file of Letterboxd, looked through
    When Ada uploads these ratings of Letterboxd:
      | title     | year | rating |
      | Heat      | 1995 | 4.5    |
      | Ran       | 1985 | 5      |
      |           | 1999 | 3      |
    Then Ada sees that the file is of "letterboxd"
    And Ada soon sees a preview of 3 rows
    And 2 rows name a title, "Heat" with the score 4.5 first
    And nothing is in Ada's watchlist

  Scenario: A file that holds no history
    When Ada uploads a letter to her grandmother
    Then the refusal is "import_source_unknown"
    And Ada has no imports

  Scenario: A change of mind
    Given Ada has uploaded a file of Letterboxd
    When Ada removes the import
    Then Ada has no imports
    And Ada can upload another file

  Scenario: Somebody else's file
    Given Ada has uploaded a file of Letterboxd
    Then Bob finds no such import

  Scenario: Leaving Letterboxd, and thinking better of it
    Given the catalogue has two films "Haunted Castle" of 1897
    When Ada uploads these ratings of Letterboxd:
      | title          | year | rating |
      | Heat           | 1995 | 4.5    |
      | Haunted Castle | 1897 | 3      |
    And Ada sees the preview, and that 1 row is undecided
    And Ada says which film "Haunted Castle" is
    And Ada takes the import in
    Then "Haunted Castle, Heat" are in Ada's watchlist, and rated 3.0, 4.5
    When Ada uploads the same ratings again, and takes them in
    Then that import has written nothing
    When Ada notes "With her." at "Heat"
    And Ada rolls her first import back
    Then "Heat" is in Ada's watchlist, not rated, with the note "With her."

  Scenario: An older and a newer half, in both orders
    When Ada takes in the older half of her diary, then the newer one
    And Bob takes in the newer half of that diary, then the older one
    Then Ada and Bob have the same plays, ratings and statuses
