Feature: A script with a token of its own
  Who lets a script or an app in gives it a token that does what it is for, and takes it back alone.

  Scenario: A script reads the watchlist, and no more
    Given Ada has an account
    And the movie "Heat" of 1995
    And Ada has the title in her watchlist
    When Ada makes a token for her script, to read
    Then the script sees the watchlist of Ada
    But the script is told that it may not add a title
    And the script is told that only a signed-in person changes the password

  Scenario: A token is revoked
    Given Ada has an account
    And Ada makes a token for her script, to read
    And Ada makes a token for her phone, to read
    When Ada revokes the token of her script
    Then the script is not let in any more
    But the phone sees the watchlist of Ada
    And Ada is signed in

  Scenario: Nobody makes a token without the password
    Given Ada has an account
    When somebody at Ada's desk makes a token without knowing her password
    Then she is told that the password is wrong

  Scenario: A new password ends what was made with the old one, if one wants so
    Given Ada has an account
    And Ada makes a token for her script, to read
    When Ada changes her password, and ends all tokens
    Then the script is not let in any more
    And Ada is signed in
