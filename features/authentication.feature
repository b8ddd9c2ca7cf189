Feature: An account of one's own
  Everything personal hangs on an account: people sign up, sign in on their devices, and leave when they like.

  Scenario: Somebody signs up and signs in
    Given Ada has no account
    When Ada signs up
    And Ada signs in
    Then Ada is signed in
    And Ada is an ordinary member

  Scenario: Signing in with the e-mail address
    Given Ada has an account
    When Ada signs in with her e-mail address
    Then Ada is signed in

  Scenario Outline: Nobody takes a name that somebody has
    Given Ada has an account
    When Bob signs up with the <fact> of Ada, in capital letters
    Then he is told that the <fact> is taken

    Examples:
      | fact           |
      | user name      |
      | e-mail address |

  Scenario Outline: A password that anybody could guess is not accepted
    Given Ada has no account
    When Ada signs up with the password "<password>"
    Then she is told that the password is too weak

    Examples:
      | password   |
      | password   |
      | 12345678   |
      | qwertyuiop |
      | short      |

  Scenario: A mistyped password and an unknown account look the same
    Given Ada has an account
    When Ada signs in with a mistyped password
    And somebody signs in without having an account
    Then both are told the same

  Scenario: Staying signed in
    Given Ada has an account
    When Ada stays signed in
    Then Ada is signed in

  Scenario: Signing out
    Given Ada has an account
    When Ada signs out
    Then Ada is not signed in any more
    And Ada can not stay signed in

  Scenario: Signing a lost device out
    Given Ada has an account
    And Ada is also signed in on her phone
    When Ada signs her phone out
    Then Ada's phone is not signed in any more
    And Ada is signed in

  Scenario: A new password signs the other devices out
    Given Ada has an account
    And Ada is also signed in on her phone
    When Ada changes her password to "a quieter horse, unplugged"
    Then Ada's phone is not signed in any more
    And Ada is signed in
    And Ada can sign in again

  Scenario: Changing one's own profile
    Given Ada has an account
    When Ada calls herself "Augusta Ada" "Lovelace"
    Then Ada is called "Augusta Ada" "Lovelace"

  Scenario: Nobody makes an admin of themselves
    Given Ada has an account
    When Ada tries to make herself an admin
    Then she is told that something she sent is not valid
    And Ada is an ordinary member

  Scenario: Leaving for good
    Given Ada has an account
    When Ada deletes her account
    Then Ada is not signed in any more
    And Ada can not sign in again
    And somebody else can have the user name of Ada

  Scenario: Somebody guesses at a password
    Given Ada has an account
    And Bea has an account
    When a stranger tries 12 wrong passwords for Ada
    Then the stranger got 10 answers that they are wrong and was told to wait after that
    And the stranger is told to wait even with the right one
    But Ada stays signed in
    And Bea can sign in

  Scenario: A name that nobody has is no different to who guesses
    Given Cleo has no account
    When a stranger tries 12 wrong passwords for Cleo
    Then the stranger got 10 answers that they are wrong and was told to wait after that
