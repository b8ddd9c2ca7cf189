Feature: Lists
  A person puts titles together in lists, in an order of their own, for themselves or for whoever gets a link.

  Scenario: A list shared by a link, and taken back
    Given Ada has the list "Friday nights" with these:
      | kind  | title          | year |
      | movie | A Long Evening | 1995 |
      | show  | The Late Train | 1998 |
    And Ada has noted "Bring popcorn." beside "The Late Train"
    When Ada shares the list by a link
    Then whoever has the link reads "A Long Evening, The Late Train" without an account
    And they read the note "Bring popcorn." and Ada's user name
    But they learn nothing of what Ada has watched
    When Ada takes the link back
    Then the link opens nothing

  Scenario: A shared list made private again
    Given Ada has the list "Friday nights" with these:
      | kind  | title          | year |
      | movie | A Long Evening | 1995 |
    And Ada has shared the list by a link
    When Ada makes the list private
    Then the link opens nothing
    When Ada opens the list again for those who have a link
    Then whoever has the link reads "A Long Evening" without an account

  Scenario: What only Ada can see stands as words for others
    Given Ada has the list "Friday nights" with these:
      | kind  | title          | year |
      | movie | A Long Evening | 1995 |
    And Ada has put "Our Wedding" in the list, which no catalogue has
    And Ada has shared the list by a link
    Then whoever has the link reads "A Long Evening, Our Wedding" without an account
    And of "Our Wedding" they see the words alone

  Scenario: An order of one's own
    Given Ada has the list "Friday nights" with these:
      | kind  | title          | year |
      | movie | A Long Evening | 1995 |
      | movie | The Late Train | 1998 |
      | movie | Breakfast      | 2001 |
    When Ada moves "Breakfast" before "A Long Evening"
    Then Ada's list reads "Breakfast, A Long Evening, The Late Train"
    When Ada puts "Breakfast" in the list once more
    Then she is told that it is in the list already

  Scenario: Two devices, one of which has not seen what the other added
    Given Ada has the list "Friday nights" with these:
      | kind  | title          | year |
      | movie | A Long Evening | 1995 |
      | movie | The Late Train | 1998 |
    And Ada has read the list on her phone
    When Ada adds the movie "Breakfast" of 2001 on her laptop
    And Ada turns the order around on her phone
    Then she is told that the list has changed
    And Ada's list reads "A Long Evening, The Late Train, Breakfast"
