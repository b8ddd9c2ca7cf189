Feature: Calendar
  A person sees when what they watch airs, here or in the calendar of their telephone.

  Scenario: A month of a show
    Given Ada watches "Breaking Bad", whose episodes are known
    When Ada opens her calendar of January 2008
    Then it shows the episodes "1, 2" of "Breaking Bad"
    And nothing but the first of them comes next for Ada

  Scenario: A dropped show is quiet at once
    Given Ada watches "Breaking Bad", whose episodes are known
    When Ada drops the show
    And Ada opens her calendar of January 2008
    Then it shows nothing
    And nothing comes next for Ada

  Scenario: A calendar in the telephone
    Given Ada plans to see "A Long Evening", which is released in three days
    And Ada has given her telephone a link of her calendar
    Then the telephone shows "A Long Evening" in three days
    And the telephone is told that nothing has changed when it asks again
    When Ada drops the movie
    Then the telephone shows nothing
    When Ada takes the link of her calendar back
    Then the telephone finds no calendar
