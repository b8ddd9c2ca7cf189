Feature: Keeping order
  Admins look after the accounts; no admin can lock everybody out.

  Scenario: A disabled account is shut out at once and comes back without its old devices
    Given Ada has an account
    When the admin disables Ada
    Then Ada is not signed in any more
    And Ada can not sign in again
    When the admin enables Ada
    Then Ada can not stay signed in
    And Ada can sign in again

  Scenario: A member becomes an admin at once
    Given Ada has an account
    When the admin makes Ada an admin
    Then Ada may look at all accounts

  Scenario: An admin who is demoted loses the rights at once
    Given Ada has an account
    And the admin makes Ada an admin
    When the admin makes Ada an ordinary member
    Then Ada may not look at all accounts

  Scenario Outline: The last admin stays
    When the last admin tries to <do> their own account
    Then the admin is told that the last admin must stay

    Examples:
      | do      |
      | demote  |
      | disable |
      | delete  |

  Scenario: Members don't see each other's accounts
    Given Ada has an account
    Then Ada may not look at all accounts

  Scenario: Finding an account
    Given Ada has an account
    When the admin looks for Ada
    Then the account of Ada is found, without any secret

  Scenario: Deleting an account takes everything of it away
    Given the movie "Left Behind" of 2014
    And Ada has the title in her watchlist
    When the admin deletes the account of Ada
    Then Ada is not signed in any more
    And the admin can delete the title
