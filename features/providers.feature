Feature: When the providers fail
  People are told what is wrong, and what is theirs goes on working.

  Scenario Outline: A provider in trouble
    Given Ada has an account
    And the provider <trouble>
    When Ada reads about movie <number>
    Then she is told that <refusal>
    When Ada puts movie <number> in her watchlist
    Then Ada's watchlist shows it as planned
    And Ada can read the title
    And nobody else can read the title
    When the provider is well again
    Then Ada can read about movie <number>

    Examples:
      | trouble             | number  | refusal                                  |
      | is slow             | 634649  | the provider takes too long              |
      | fails               | 1275779 | the provider can't be relied on          |
      | sends garbage       | 1339713 | the provider can't be relied on          |
      | hangs up            | 1284465 | the provider can't be relied on          |
      | is gone             | 1698863 | the provider can't be relied on          |
      | is busy             | 454639  | the provider is busy                     |
      | refuses the service | 1084244 | the provider does not accept the service |

  Scenario Outline: Trouble is never shown as nothing found
    Given Ada has an account
    And the provider fails
    When Ada searches the <kind> for "<words>"
    Then she is told that the provider can't be relied on
    When the provider is well again
    And Ada searches the <kind> for "<words>"
    Then she finds nothing

    Examples:
      | kind   | words                   |
      | movies | no movie is called this |
      | shows  | no show is called this  |
      | anime  | no anime is called this |

  Scenario: What was read before can be read while the provider is gone
    Given Ada has an account
    And Ada can read about movie 1481343
    And the provider is gone
    Then Ada can read about movie 1481343

  Scenario: A title that was added while the provider was gone is completed later
    Given Ada has an account
    And the provider is gone
    When Ada puts movie 1108427 in her watchlist
    Then the catalogue has it as she sent it, and says that more is to come
    When the provider is well again
    And the operator refreshes the metadata
    Then the catalogue has it with overview, date, runtime, genres and poster

  Scenario: A title that the provider does not know stays readable
    Given Ada has an account
    When Ada puts movie 999999998 in her watchlist
    Then Ada's watchlist shows it as planned
    And the catalogue says that its provider does not know it
