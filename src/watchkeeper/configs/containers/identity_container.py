"""Part of the composition root: identity."""

from dependency_injector import providers

from watchkeeper.configs.containers.foundation_container import Foundation
from watchkeeper.configs.options import (
    page_lifetimes,
    password_policy,
    token_lifetimes,
    token_signature,
)
from watchkeeper.controllers.v1.identity.application_token_controller import ApplicationTokenController
from watchkeeper.controllers.v1.identity.auth_controller import AuthController
from watchkeeper.controllers.v1.identity.invitation_controller import InvitationController
from watchkeeper.controllers.v1.identity.page_session_controller import PageSessionController
from watchkeeper.controllers.v1.identity.password_reset_controller import PasswordResetController
from watchkeeper.controllers.v1.identity.preferences_controller import PreferencesController
from watchkeeper.controllers.v1.identity.session_controller import SessionController
from watchkeeper.controllers.v1.identity.token_controller import TokenController
from watchkeeper.controllers.v1.identity.user_controller import UserController
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits
from watchkeeper.logics.identity.account_logic import AccountLogic
from watchkeeper.logics.identity.account_usage_logic import AccountUsageLogic
from watchkeeper.logics.identity.application_token_logic import ApplicationTokenLogic
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.logics.identity.invitation_logic import InvitationLogic
from watchkeeper.logics.identity.page_session_logic import PageSessionLogic
from watchkeeper.logics.identity.password_check import PasswordCheck
from watchkeeper.logics.identity.password_reset_logic import PasswordResetLogic
from watchkeeper.logics.identity.password_sign_in import PasswordSignIn
from watchkeeper.logics.identity.preferences_logic import PreferencesLogic
from watchkeeper.logics.identity.registration_policy import RegistrationPolicy
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.logics.identity.sign_in_guard import SignInGuard
from watchkeeper.logics.identity.token_logic import TokenLogic
from watchkeeper.logics.identity.token_uses import TokenUses
from watchkeeper.logics.identity.user_logic import UserLogic
from watchkeeper.repositories.identity.adapters.account_lock_postgres_adapter import PostgresAccountLockAdapter
from watchkeeper.repositories.identity.adapters.account_state_cached_adapter import CachedAccountStateAdapter
from watchkeeper.repositories.identity.adapters.account_state_postgres_adapter import PostgresAccountStateAdapter
from watchkeeper.repositories.identity.adapters.account_usage_postgres_adapter import PostgresAccountUsageAdapter
from watchkeeper.repositories.identity.adapters.application_token_postgres_adapter import (
    PostgresApplicationTokenAdapter,
)
from watchkeeper.repositories.identity.adapters.invitation_postgres_adapter import PostgresInvitationAdapter
from watchkeeper.repositories.identity.adapters.page_session_postgres_adapter import PostgresPageSessionAdapter
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher
from watchkeeper.repositories.identity.adapters.password_reset_postgres_adapter import PostgresPasswordResetAdapter
from watchkeeper.repositories.identity.adapters.session_postgres_adapter import PostgresSessionAdapter
from watchkeeper.repositories.identity.adapters.token_cached_adapter import CachedTokenCodec
from watchkeeper.repositories.identity.adapters.token_jwt_adapter import JwtTokenCodec
from watchkeeper.repositories.identity.adapters.user_postgres_adapter import PostgresUserAdapter


class IdentityContainer(Foundation):
    """Providers for accounts, sessions, tokens and users."""

    account_locks = providers.Singleton(PostgresAccountLockAdapter, Foundation.database)
    signer = providers.Singleton(
        JwtTokenCodec,
        signature=providers.Singleton(token_signature, Foundation.settings, Foundation.secret),
        secret=Foundation.secret,
        issuer=Foundation.settings.provided.auth.issuer,
        audience=Foundation.settings.provided.auth.audience,
    )
    tokens = providers.Singleton(CachedTokenCodec, signer)
    stored_states = providers.Singleton(PostgresAccountStateAdapter, Foundation.database)
    account_states = providers.Singleton(
        CachedAccountStateAdapter, stored_states, unit_of_work=Foundation.unit_of_work, changes=Foundation.changes
    )
    users = providers.Singleton(PostgresUserAdapter, Foundation.database)
    sessions = providers.Singleton(PostgresSessionAdapter, Foundation.database)
    invitations = providers.Singleton(PostgresInvitationAdapter, Foundation.database)
    resets = providers.Singleton(PostgresPasswordResetAdapter, Foundation.database)
    hasher = providers.Singleton(BcryptPasswordHasher, rounds=Foundation.settings.provided.auth.bcrypt_rounds)
    policy = providers.Singleton(password_policy, Foundation.settings)
    guard = providers.Singleton(
        SignInGuard,
        uses=Foundation.rate_limit_counter,
        account_rates=Foundation.limit_policies.provided.login_account,
        anywhere_rates=Foundation.limit_policies.provided.login_anywhere,
    )
    application_tokens = providers.Singleton(PostgresApplicationTokenAdapter, Foundation.database)
    token_uses = providers.Singleton(TokenUses, unit_of_work=Foundation.unit_of_work, recorder=application_tokens)
    token_use_saving = providers.Singleton(
        BackgroundTask, "token-use-saving", token_uses.provided.save, pause_seconds=1.0
    )
    sign_in = providers.Singleton(
        PasswordSignIn,
        unit_of_work=Foundation.unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        max_sessions=Foundation.settings.provided.quotas.sessions,
        audit=Foundation.audit,
        guard=guard,
    )
    page_session_logic = providers.Singleton(
        PageSessionLogic,
        unit_of_work=Foundation.unit_of_work,
        sessions=sessions,
        page_sessions=providers.Singleton(PostgresPageSessionAdapter, Foundation.database),
        states=account_states,
        audit=Foundation.audit,
        sign_in=sign_in,
        lifetimes=providers.Singleton(page_lifetimes, Foundation.settings),
    )
    page_uses = providers.Singleton(TokenUses, unit_of_work=Foundation.unit_of_work, recorder=page_session_logic)
    page_use_saving = providers.Singleton(BackgroundTask, "page-use-saving", page_uses.provided.save, pause_seconds=1.0)
    authentication_logic = providers.Singleton(
        AuthenticationLogic, tokens=tokens, accounts=account_states, uses=token_uses, page_uses=page_uses
    )
    passwords = providers.Singleton(
        PasswordCheck,
        unit_of_work=Foundation.unit_of_work,
        users=users,
        hasher=hasher,
        audit=Foundation.audit,
        guard=guard,
    )
    rate_limits = providers.Singleton(
        RateLimits,
        uses=Foundation.rate_limit_counter,
        owners=authentication_logic,
        policies=Foundation.limit_policies,
    )
    registration_policy = providers.Singleton(
        RegistrationPolicy, registration=Foundation.settings.provided.registration, invitations=invitations
    )
    account_logic = providers.Singleton(
        AccountLogic,
        unit_of_work=Foundation.unit_of_work,
        users=users,
        resets=resets,
        registration=registration_policy,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        policy=policy,
        audit=Foundation.audit,
        guard=guard,
        passwords=passwords,
        application_tokens=application_tokens,
        page_sessions=page_session_logic,
    )
    session_logic = providers.Singleton(
        SessionLogic,
        unit_of_work=Foundation.unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        tokens=tokens,
        lifetimes=providers.Singleton(token_lifetimes, Foundation.settings),
        audit=Foundation.audit,
        sign_in=sign_in,
    )
    token_logic = providers.Singleton(TokenLogic, sessions=session_logic)
    user_logic = providers.Singleton(
        UserLogic,
        unit_of_work=Foundation.unit_of_work,
        users=users,
        resets=resets,
        application_tokens=application_tokens,
        sessions=sessions,
        states=account_states,
        hasher=hasher,
        policy=policy,
        audit=Foundation.audit,
    )
    account_usage_logic = providers.Singleton(
        AccountUsageLogic, usage=providers.Singleton(PostgresAccountUsageAdapter, Foundation.database)
    )
    application_token_logic = providers.Singleton(
        ApplicationTokenLogic,
        unit_of_work=Foundation.unit_of_work,
        application_tokens=application_tokens,
        states=account_states,
        passwords=passwords,
        audit=Foundation.audit,
    )
    invitation_logic = providers.Singleton(
        InvitationLogic, unit_of_work=Foundation.unit_of_work, invitations=invitations, audit=Foundation.audit
    )
    password_reset_logic = providers.Singleton(
        PasswordResetLogic,
        unit_of_work=Foundation.unit_of_work,
        users=users,
        sessions=sessions,
        states=account_states,
        resets=resets,
        application_tokens=application_tokens,
        hasher=hasher,
        policy=policy,
        audit=Foundation.audit,
    )
    invitation_controller = providers.Singleton(InvitationController, invitation_logic)
    password_reset_controller = providers.Singleton(PasswordResetController, password_reset_logic)
    auth_controller = providers.Singleton(AuthController, accounts=account_logic, sessions=session_logic)
    session_controller = providers.Singleton(SessionController, session_logic)
    preferences_logic = providers.Singleton(PreferencesLogic, unit_of_work=Foundation.unit_of_work, users=users)
    preferences_controller = providers.Singleton(PreferencesController, preferences_logic)
    page_session_controller = providers.Singleton(PageSessionController, page_session_logic, account_logic)
    application_token_controller = providers.Singleton(ApplicationTokenController, application_token_logic)
    token_controller = providers.Singleton(TokenController, token_logic)
    user_controller = providers.Singleton(UserController, user_logic, account_usage_logic)
