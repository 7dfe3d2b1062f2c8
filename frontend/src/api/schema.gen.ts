// Generated from backend/openapi/openapi.yaml by `npm run gen`. Do not edit.

export interface paths {
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token for an access key
         * @description The answer is the token alone, as plain text: send it as `Authorization: Bearer <token>`. It is a JWT signed with HS384 and is
         *     good for an hour, or until the key itself expires; then log in again.
         *
         *     Its claims: `uid` the user, `ar` the roles the key carries, `ak` the id of the key, `realm`, `ca`, `cid` and `domain` of the account,
         *     `iat` and `exp` in seconds; `iss` and `jti` follow.
         */
        post: operations["partnerLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get auth session token
         * @description Get auth session token using API key and secret. This is the preferred method for authenticating using apikeys and secrets.
         *
         *     The token is the one of `/login`: a JWT signed with HS384, good for an hour, or until the key itself expires.
         */
        post: operations["apiKeyLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with username and password
         * @description `Token` is a JWT signed with HS256 and is good for an hour. It opens `/authheader/*` and `/verify`, and is refused once the user is
         *     disabled or the password changed. There is no refresh: log in again.
         */
        post: operations["userLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authheader/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an auth header
         * @description A named token of the user who asks, for services that take one in `Authorization`, bare or as `Bearer <token>`. It does not expire
         *     unless an operator gives it an end. Names need not be unique. At most 250 of a user's work at once.
         */
        post: operations["addOwnAuthHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authheader/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The user's own auth headers
         * @description Oldest first, with their tokens. Expired and deleted ones are not among them.
         */
        get: operations["listOwnAuthHeaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authheader/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete an auth header
         * @description It is refused from that moment on.
         */
        post: operations["deleteOwnAuthHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether a credential is good, and whose it is
         * @description For the `auth_request` and `forward_auth` of proxies, and for services that would rather ask than check a signature. Every method is
         *     answered alike, and every host name. The credential is the one in `Authorization`: an auth header, a token of `/login` or
         *     `/auth/login`, or one of `/user/login`, each bare or as `Bearer <token>`.
         *
         *     The state is asked, not only the signature: a token is refused from the moment its key is paused, revoked or expired, its user
         *     disabled or its membership gone, and honoured again if that is undone before it ends.
         */
        get: operations["verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it serve logins */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Numbers for a monitoring system
         * @description In the text format of Prometheus: requests by route, class of the status and reason of the refusal; access keys by state; accounts,
         *     users, auth headers, sessions; the store's size and epoch; the process. No name, address or text of anybody's is in it.
         *
         *     For the socket, an owner's session, or a credential in `Authorization` that carries the permission `latchkey:metrics`: an auth header,
         *     which lasts, or a token of an access key. Only an owner gives that permission. On the admin plane.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, without the admin API */
        get: operations["openapiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description in JSON */
        get: operations["openapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/apikeys/swagger.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The description of the API-key dialect alone */
        get: operations["apiKeysYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of the core
         * @description Who: viewer, admin, owner.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listener": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the listener could be
         * @description Who: owner. The addresses of the machine and, where `address` is given, whether the listener could be moved there: it is bound
         *     for a moment and given up again.
         */
        get: operations["getListener"];
        /**
         * Move the listener to another address
         * @description Who: owner. The new address is bound first and the old one given up after that: where it cannot be bound, nothing changes and
         *     the answer is 409 with a hint that names a free one.
         */
        put: operations["setListener"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listener/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start the listener
         * @description Who: owner, but not from a browser that reaches the portal by this very listener (409). It serves the address of before; where that is taken the answer is 409 and names a free one.
         */
        post: operations["startListener"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listener/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the listener
         * @description Who: owner, but not from a browser that reaches the portal by this very listener (409). Requests under way are answered; programs are refused until it is started. A core that starts listens again.
         */
        post: operations["stopListener"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listener/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart the listener
         * @description Who: owner, but not from a browser that reaches the portal by this very listener (409). The address is given up and bound anew, so that every connection ends after its request.
         */
        post: operations["restartListener"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A fresh link that makes the first owner
         * @description Who: owner, which in effect is the local operator. The link is good once, for an hour, and takes the place of the one before. 409 once there is an operator.
         */
        post: operations["createSetupLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the core
         * @description Who: the local operator. Requests under way are answered first.
         */
        post: operations["stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first owner with the token of a setup link
         * @description Who: whoever holds the token. Signs the new owner in. 401 for a token that is wrong, used or too old, and once there is an operator;
         *     429 after too many failures from one address.
         */
        post: operations["setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description Who: viewer, admin, owner. 401 where nobody is.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in to the portal
         * @description Who: a user with an operator role and a password. Unknown user, wrong password, no password, disabled user and a user without an
         *     operator role are all the same 401. For an operator with a second factor the first step is 401 with code `second_factor` whether
         *     the password was right or not; send everything again with `code`. Wrong password and wrong code are alike then. 403 with code
         *     `password_expired` only after everything was right: send it again with `newPassword`.
         */
        post: operations["signIn"];
        /**
         * Sign out
         * @description Who: viewer, admin, owner. Ends this session and clears the cookie. The local operator has no session to end: 401.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/touch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody is there
         * @description Who: viewer, admin, owner. A hand on keyboard or mouse of a window that locks, which alone keeps its session: what the page asks by
         *     itself does not. In a browser every request does, and this is one.
         */
        post: operations["touchSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description Who: viewer, admin, owner. An owner sees all sessions, others their own. The newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all own sessions but this one
         * @description Who: viewer, admin, owner.
         */
        post: operations["endOtherSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description Who: viewer, admin, owner; an owner anybody's, others their own. It is refused from then on.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The own account
         * @description Who: a signed-in operator, about themselves. 404 for the local operator, who has no account.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the own password
         * @description Who: a signed-in operator, about themselves. 404 for the local operator, who has no account. The session that asks goes on, all others end. Wrong passwords are counted like those of a sign-in.
         */
        put: operations["changeOwnPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to set up a second factor
         * @description Who: a signed-in operator, about themselves. 404 for the local operator, who has no account. What comes back is shown once; it counts when a code of it was confirmed.
         */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a second factor into effect
         * @description Who: a signed-in operator, about themselves. 404 for the local operator, who has no account.
         */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the recovery codes
         * @description Who: a signed-in operator, about themselves. 404 for the local operator, who has no account.
         */
        post: operations["newRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do without a second factor
         * @description Who: a signed-in operator, about themselves. 404 for the local operator, who has no account. 409 where one is required of every operator.
         */
        post: operations["removeSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/first-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first key with an account and a user
         * @description Who: admin, owner. Makes the account `Default`, makes the operator its member, and their first key, in one change. The local operator,
         *     who is no user, gets one of the same name with a password. Password and secret are in this answer and never again. 409 once
         *     there is an account or a key.
         */
        post: operations["firstRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts
         * @description Who: viewer, admin, owner.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Make an account
         * @description Who: admin, owner. 409 where the name is taken, compared without case.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An account
         * @description Who: viewer, admin, owner.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /**
         * Remove an account
         * @description Who: admin, owner. 409 while it has keys that are neither revoked nor expired; the message counts them.
         */
        delete: operations["removeAccount"];
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description Who: admin, owner. 409 where the name is taken, or `version` is stale (then with `current`).
         */
        patch: operations["editAccount"];
        trace?: never;
    };
    "/api/v1/accounts/{ref}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The members of an account
         * @description Who: viewer, admin, owner.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{ref}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make or replace a membership
         * @description Who: admin, owner.
         */
        put: operations["setMember"];
        post?: never;
        /**
         * Take a user out of an account
         * @description Who: admin, owner. The user's keys for that account are refused from then on.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{ref}/members/{user}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What setting a membership would change
         * @description Who: admin, owner. Nothing is changed. What `PUT` of the same body would refuse is refused here, too.
         */
        post: operations["previewMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The roles and permissions in use
         * @description Who: viewer, admin, owner. By name; those that mean something to Latchkey itself are among them, held or not.
         */
        get: operations["listWords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users
         * @description Who: viewer, admin, owner.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make a user
         * @description Who: admin, owner; a user with an operator role only by an owner. 409 where the username is taken.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user
         * @description Who: viewer, admin, owner.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Remove a user
         * @description Who: admin, owner; an operator only by an owner. 409 while the user has keys that are neither revoked nor expired (the message counts them) or is the last owner.
         */
        delete: operations["removeUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Who: admin, owner; an operator only by an owner. 409 where the username is taken, where no owner would be left, or where `version` is stale
         *     (then with `current`).
         */
        patch: operations["editUser"];
        trace?: never;
    };
    "/api/v1/users/{ref}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a user
         * @description Who: admin, owner; an operator only by an owner. Their logins, keys, tokens, auth headers and sessions are refused from then on.
         *     409 for the last owner.
         */
        post: operations["disableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{ref}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a user
         * @description Who: admin, owner; an operator only by an owner.
         */
        post: operations["enableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{ref}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget the wrong passwords that were tried
         * @description Who: admin, owner; for an operator only owner.
         */
        post: operations["unlockUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{ref}/expire-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the password count as too old
         * @description Who: admin, owner; for an operator only owner. An operator chooses a new one at the next sign-in; a user is refused until one is set. 409 where there is none.
         */
        post: operations["expirePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{ref}/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all sessions of a user
         * @description Who: owner.
         */
        post: operations["endSessionsOf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{ref}/reset-second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an operator's second factor away
         * @description Who: owner. Ends the operator's sessions. 409 where there is none.
         */
        post: operations["resetSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Access keys
         * @description Who: viewer, admin, owner.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an access key
         * @description Who: admin, owner. The secret is in this answer and never again. 404 for an unknown user or account; 400 where
         *     the user is no member of the account, or of several and none is named; 409 where the access key is taken.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An access key
         * @description Who: viewer, admin, owner.
         */
        get: operations["getKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an access key
         * @description Who: admin, owner. A later `expires` renews an expired key. 409 where it is revoked, or `version` is stale (then with `current`).
         */
        patch: operations["editKey"];
        trace?: never;
    };
    "/api/v1/keys/{ref}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a pending key
         * @description Who: admin, owner. Ends the wait for `notBefore` too. 409 where it is expired (renew it) or revoked.
         */
        post: operations["activateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a key
         * @description Who: admin, owner. Its logins and tokens are refused until it is resumed. 409 where it is expired or revoked.
         */
        post: operations["pauseKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused key
         * @description Who: admin, owner. Its tokens are honoured again until they expire. 409 where it is expired (renew it) or revoked.
         */
        post: operations["resumeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key for good
         * @description Who: admin, owner. Final; revoking it again changes nothing. The key stays in the list with reason and last use.
         */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key a new term
         * @description Who: admin, owner. From now, without a new secret; an expired key works again. Without a body for the term it was last
         *     given. 400 where that is longer than keys may be good for, or ends it earlier; 409 where it is revoked or never expires.
         */
        post: operations["renewKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the end of a key
         * @description Who: admin, owner. By a span from its end, or from now where it has expired. 409 where it is revoked or never expires.
         */
        post: operations["extendKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key a new secret
         * @description Who: admin, owner. The secret is in this answer and never again. The old one works until the grace ends; tokens stay valid.
         *     409 where it is expired or revoked, or its old secret still works and the grace is not `now`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/rotation/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the old secret now
         * @description Who: admin, owner. Where only one secret works nothing changes.
         */
        post: operations["endRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/rotation/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the old secret work longer
         * @description Who: admin, owner. By a span from the end of the grace. 409 where it has ended.
         */
        post: operations["extendRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{ref}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token without the secret
         * @description Who: the owner of the machine, by the socket; a browser is refused. It is in the audit log. 409 where a login would be refused.
         */
        post: operations["makeKeyToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The access keys as CSV
         * @description Who: viewer, admin, owner. Never with a secret. RFC 4180, oldest first; a cell that a spreadsheet might take for a formula begins
         *     with an apostrophe. It is in the audit log.
         */
        get: operations["exportKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The labels of keys
         * @description Who: viewer, admin, owner.
         */
        get: operations["listLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of many keys
         * @description Who: viewer, admin, owner. Newest first; finished ones are forgotten in the end.
         */
        get: operations["listJobs"];
        put?: never;
        /**
         * Change many keys
         * @description Who: admin, owner. Those named, or all a filter finds when it begins; one after the other, going on after a restart. The same `id`
         *     sent again is the same job.
         */
        post: operations["startJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A change of many keys
         * @description Who: viewer, admin, owner.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        /**
         * Stop a change of many keys
         * @description Who: admin, owner. What it changed stays changed.
         */
        delete: operations["stopJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authheaders.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The auth headers as CSV
         * @description Who: viewer, admin, owner. Never with a token. It is in the audit log.
         */
        get: operations["exportAuthHeaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log as CSV
         * @description Who: viewer, admin, owner. Newest first. It is in the audit log.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authheaders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Auth headers
         * @description Who: viewer, admin, owner. Never with their tokens.
         */
        get: operations["listAuthHeaders"];
        put?: never;
        /**
         * Make an auth header for a user
         * @description Who: admin, owner. The token is in this answer; after that only its user can read it.
         */
        post: operations["createAuthHeader"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authheaders/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An auth header
         * @description Who: viewer, admin, owner.
         */
        get: operations["getAuthHeader"];
        put?: never;
        post?: never;
        /**
         * Delete an auth header
         * @description Who: admin, owner. It is refused from then on and stays in the list as deleted.
         */
        delete: operations["deleteAuthHeader"];
        options?: never;
        head?: never;
        /**
         * Change an auth header
         * @description Who: admin, owner. 409 where it is deleted, or `version` is stale (then with `current`).
         */
        patch: operations["editAuthHeader"];
        trace?: never;
    };
    "/api/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signing keys
         * @description Who: viewer, admin, owner. Never with their secrets.
         */
        get: operations["listSigningKeys"];
        put?: never;
        /**
         * Bring a signing key along
         * @description Who: owner. It becomes the active one of its use; the one before is retired and still verifies what it signed.
         */
        post: operations["importSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new signing key
         * @description Who: owner. It becomes the active one of its use; the one before is retired and still verifies what it signed.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing-keys/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The secret of a signing key
         * @description Who: owner. Each reveal is in the audit log.
         */
        post: operations["revealSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings, what is in effect and where it comes from
         * @description Who: viewer, admin, owner.
         */
        get: operations["listSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change some settings, or none of them
         * @description Who: owner. 409 where one was changed in the meantime (`current` has them all as they are), or is set above the store.
         */
        patch: operations["changeSettings"];
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log, newest first
         * @description Who: viewer, admin, owner.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hold the audit log against its chain
         * @description Who: viewer, admin, owner. Reads the whole log. Entries are listed, about a second after they were written, in the links of a keyed
         *     chain; what was altered, removed, inserted or cut off since is named with its moment. An entry younger than that may be missing
         *     without a trace when the process was killed at that moment.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a seed file
         * @description Who: owner. The seed file as JSON, at most 1 MiB. Idempotent: what is there already and alike is left, what it does not name is left alone.
         *     `secretFile` and `secretEnv` are resolved by the command line before it sends the file and refused here. What had to be made is in `secrets`, once.
         */
        post: operations["seed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import users and key pairs
         * @description Who: owner. A file of any size: lines of JSON, each an account, user, membership or key as in a seed file with its `type` (a key where there is none)
         *     and, where wanted, the `id` it had elsewhere; or a CSV table of key pairs that begins with a heading (accessKey, secret, user, account, name, note,
         *     expires, notBefore, roles, permissions, id). What is there already is left as it is, so the same file again changes nothing and an import that was
         *     interrupted goes on. A line that cannot be carried out is reported and holds up no other.
         */
        post: operations["importLines"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far an import is
         * @description Who: owner. In memory only; the last that ended are still there, and of one that has not arrived yet nothing is decided.
         */
        get: operations["getImport"];
        put?: never;
        post?: never;
        /**
         * Stop an import
         * @description Who: owner. It ends where it is, and its own request is answered. What it made stays.
         */
        delete: operations["stopImport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last requests to the listener
         * @description Who: viewer, admin, owner. What the Inspector shows: every request to the login plane, in memory only, the oldest dropped first.
         *     Without `after` the newest that match, at once, and with `before` the newest of those that came before. With `after` what came after, and with `wait` when there is something, at most ten times a second.
         *     Nothing of it is secret: paths are routes, of headers only harmless ones are kept, and of what was sent only what it turned out to be.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One request and how it was decided
         * @description Who: viewer, admin, owner. The checks in their order, the first that failed, and what would let it pass.
         */
        get: operations["getActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Capture bodies for a quarter of an hour, or stop it
         * @description Who: owner. While it is on, JSON bodies are kept in the activity feed with what is secret masked and what is not known to be harmless hidden. It ends by itself after 15 minutes.
         */
        put: operations["captureBodies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much was used, by time, key, user, reason and address
         * @description Who: viewer, admin, owner. Logins are counted by the minute, single keys, auth headers and users by the hour; hours are kept for 90 days, days for two years. At most a second is lost in a crash.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One table of the usage as CSV
         * @description Who: viewer, admin, owner. RFC 4180; a cell that a spreadsheet might take for a formula begins with an apostrophe.
         */
        get: operations["exportUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the start page shows
         * @description Who: viewer, admin, owner. The keys, the last 24 hours, what needs attention (the most urgent first), and the newest changes.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The store's own backups, and how the last one went
         * @description Who: owner. How often one is made and which are kept are the settings `backup-every`, `backup-keep-daily` and `backup-keep-weekly`.
         */
        get: operations["listBackups"];
        put?: never;
        /**
         * Make a backup now
         * @description Who: owner. It is read back whole before it gets its name. Without a `path` it is made in the folder `backups`; a path is the owner's of the machine
         *     to name (409 where something is there already and `force` is not given).
         */
        post: operations["createBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A backup itself
         * @description Who: owner. The file of a store, everything in it sealed. It opens with the key, passphrase or recovery key of its time.
         */
        get: operations["readBackup"];
        put?: never;
        post?: never;
        /**
         * Remove a backup
         * @description Who: owner.
         */
        delete: operations["removeBackup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The backup that waits to be restored
         * @description Who: owner.
         */
        get: operations["getRestore"];
        put?: never;
        /**
         * Hand over a backup that is to be restored
         * @description Who: owner. The file is read whole and kept beside the store, which stays as it is; the answer says what putting it in the place of the store would undo.
         */
        post: operations["stageRestore"];
        /**
         * Let go of the backup that waits
         * @description Who: owner.
         */
        delete: operations["discardRestore"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/restore/from": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a backup of the list that is to be restored
         * @description Who: owner. Or the `path` of a file, which is the owner's of the machine to name.
         */
        post: operations["stageOwn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/restore/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the backup that waits
         * @description Who: owner. With its recovery key, its passphrase, or the master key of its time.
         */
        post: operations["unlockRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/restore/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the backup that waits in the place of the store
         * @description Who: owner. What was revoked, disabled or narrowed since the backup is so again, unless `acceptOlder` says that the backup is meant as it is. The core
         *     answers, ends what is under way, and comes back with the restored store; every operator signs in again. The store that was there is kept aside.
         */
        post: operations["applyRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What opens the store
         * @description Who: owner.
         */
        get: operations["getStoreKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/recovery-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a recovery key
         * @description Who: owner. Shown this once. It opens the store and every backup made from now on; the one before it opens neither.
         */
        post: operations["createRecoveryKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/recovery-key/saved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm that the recovery key is kept
         * @description Who: owner.
         */
        post: operations["confirmRecoveryKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change what opens the store
         * @description Who: owner. A new master key in the data folder (`file`) or the system's keychain (`keychain`), or a `passphrase` that is asked for at each start.
         *     What opened the store until now opens nothing written from now on.
         */
        put: operations["setSource"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/rekey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Seal everything with a new data key
         * @description Who: owner. It goes on beside everything else; `rekeying` says how far it is. One that was interrupted goes on.
         */
        post: operations["rekey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/compact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back the room that earlier entries left
         * @description Who: owner. The core answers, ends what is under way, and comes back.
         */
        post: operations["compactStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the whole store and see that it is as it should be
         * @description Who: owner. Every entry is opened, the state held against its digest, the records against each other, and the audit log against its chain.
         */
        post: operations["checkStore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Who: viewer, admin, owner.
         */
        get: operations["getOpenAPI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        PartnerLogin: {
            /** @description The access key created in the portal. */
            accessKey: string;
            /** @description The secret associated to the key. */
            secret: string;
        };
        PartnerError: {
            /** @constant */
            statusCode: "Error";
            error: {
                /** @enum {string} */
                name: "InvalidRequestFormatError" | "AuthenticationError" | "ForbiddenError" | "NotFoundError" | "MethodNotAllowedError" | "ConflictError" | "RequestTooLargeError" | "UnsupportedMediaTypeError" | "MisdirectedRequestError" | "TooManyRequestsError" | "InternalServerError" | "ServiceUnavailableError";
                message: string;
                /** @description Beside AuthenticationError the same word again. */
                code?: string;
                /** @description With InvalidRequestFormatError the violations, with AuthenticationError the reason. */
                details?: components["schemas"]["Violation"][] | {
                    /** @constant */
                    reason: "AccessKeyUnauthorized";
                };
            };
        };
        /** @description One violation of a request schema, in the form AJV reports it. */
        Violation: {
            /** @description A JSON pointer into the body; "" is the body itself. */
            path: string;
            /** @description The keyword of the schema: `required`, `type`, `minLength`; `syntax` where the body is no JSON. */
            code: string;
            /** @example must have required property 'secret' */
            message: string;
            /**
             * @description The parameters of the keyword.
             * @example {
             *       "missingProperty": "secret"
             *     }
             */
            info: Record<string, never>;
        };
        ApiKeyLogin: {
            /** @description The API key to authenticate with */
            apiKey: string;
            /** @description The API secret to authenticate with */
            apiSecret: string;
        };
        /** @description The user's primary account */
        ApiKeyAccount: {
            /** @description Name of the account */
            accountName: string;
            /** @description Unique identifier of the account */
            accountId: string;
            /** @description Whether this is the user's primary account */
            usersPrimaryAccount?: boolean;
            /** @description Whether the user is an administrator of this account */
            accountAdmin?: boolean;
            id: string;
            uniqueId?: string;
            name: string;
            repcode?: string;
            /** @description Customer service phone number */
            customerServicePhone?: string;
            /** @description Customer service email address */
            customerServiceEmail?: string;
            /** @description WhiteLabel Settings */
            whitelabelSettings?: Record<string, never>;
            permissions?: string[];
            roles?: string[];
        };
        ApiKeyLoginResponse: {
            /** @description User ID associated with the API key */
            id: number;
            /** @description Email address associated with the user */
            email: string;
            createdBy?: string;
            updatedBy?: string;
            /** Format: date-time */
            createdAt?: string;
            /** Format: date-time */
            updatedAt?: string;
            primaryAccount?: components["schemas"]["ApiKeyAccount"];
            /** @description List of accounts the user belongs to */
            accounts?: components["schemas"]["ApiKeyAccount"][];
            /** @description List of role IDs assigned to the user */
            flatRolesList?: string[];
            /** @description List of permission IDs granted to the user */
            flatPermissionsList?: string[];
            /** @description Authentication token to use for subsequent API requests */
            token: string;
        };
        UserLogin: {
            /**
             * @description User's username
             * @example john.doe
             */
            username: string;
            /**
             * Format: password
             * @description User's password
             * @example SecurePass123!
             */
            password: string;
        };
        UserLoginResponse: {
            /**
             * Format: uuid
             * @description The user's UUID.
             */
            Id: string;
            /**
             * Format: date-time
             * @description When the user was made; UTC, to the second.
             */
            Created: string;
            Username: string;
            Email: string;
            Firstname: string;
            Lastname: string;
            /** @description JWT token for authentication */
            Token: string;
            /**
             * Format: date-time
             * @description Null when the password never expires.
             */
            PasswordExpiration: string | null;
        };
        AuthHeaderAdd: {
            /**
             * @description Name for the auth header
             * @example production-api-key
             */
            name: string;
        };
        OwnAuthHeader: {
            /**
             * Format: uuid
             * @description Auth header ID
             */
            id: string;
            /**
             * @description Auth header name
             * @example production-api-key
             */
            name: string;
            /** @description Auth header token value: `lk_` and what follows. */
            token: string;
            /**
             * Format: date-time
             * @description Creation timestamp; UTC, to the second.
             */
            created: string;
        };
        AuthHeaderDelete: {
            /** @description Auth header token to delete */
            text: string;
        };
        Message: {
            /** @example Success */
            message: string;
        };
        /**
         * @description What is wrong, in the form of RFC 9457. `code` is the word to decide on; `detail` is one sentence for people and
         *     `hint` what to do next. No problem ever quotes a secret, a password or a token.
         */
        Problem: {
            /** @description Always "about:blank": the status and `code` say all there is. */
            type: string;
            /** @description The name of the status. */
            title: string;
            status: number;
            /** @description What is wrong and why; lower case, no full stop. */
            detail: string;
            /** @enum {string} */
            code: "invalid" | "syntax" | "too_large" | "media_type" | "method" | "unauthenticated" | "password_expired" | "second_factor" | "denied" | "foreign_origin" | "foreign_host" | "not_found" | "conflict" | "rate_limited" | "unavailable" | "full" | "internal";
            /** @description What to do next; absent where there is nothing to add. */
            hint?: string;
            /** @description The member or parameter that is wrong, under its name in this API; absent where it is not about one. */
            field?: string;
            /** @description Every violation of the request schema, where a body was held against one. */
            errors?: {
                /** @description A JSON pointer into the body. */
                path: string;
                code: string;
                message: string;
                info: {
                    [key: string]: unknown;
                };
            }[];
            /** @description With 409 for a stale `version`: the object as it is now, in the shape GET gives it. */
            current?: {
                [key: string]: unknown;
            };
            /** @description The X-Request-Id of the answer; the log has the cause under it. */
            requestId: string;
        };
        /**
         * @description A moment as people write it: a span from now (`90d`, `12h`, `30m`, `1s`, `4w`, `1y`), a date (`2027-01-31`, its first moment in
         *     UTC), RFC 3339 (`2027-01-31T12:00:00Z`), or `never`. A span counts from the moment the request is decided.
         * @example 90d
         * @example 2027-01-31
         * @example 2027-01-31T12:00:00Z
         * @example never
         */
        When: string;
        /** @description Roles or permissions: words that mean something to the service behind, sorted, no repeats; case matters. */
        Words: string[];
        KeyCount: {
            /** @description In every state, revoked and expired included. */
            total: number;
            active: number;
        };
        /** @description When, from where and with what something was last used. At most a second of it is lost in a crash. */
        Use: {
            /** Format: date-time */
            at: string;
            /** @description The IP address of the client, without port. */
            address: string;
            /** @description The User-Agent of the client, at most 200 bytes. */
            agent: string;
        };
        UserRef: {
            /** Format: uuid */
            id: string;
            username: string;
        };
        AccountRef: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /**
         * @description Why an active one is refused all the same: its user is disabled, or is no longer a member of its account. Empty where it is not.
         * @enum {string}
         */
        Blocked: "" | "user_disabled" | "no_membership";
        /**
         * @description What a user may do in the portal. `viewer` reads everything but secrets; `admin` also changes accounts, users without operator
         *     rights, keys and auth headers; `owner` also operators, settings and signing keys. `none` cannot sign in to it.
         * @enum {string}
         */
        OperatorRole: "none" | "viewer" | "admin" | "owner";
        Listener: {
            /** @enum {string} */
            state: "listening" | "stopped";
            /**
             * @description Host and port it is bound to, or was to be.
             * @example 127.0.0.1:8417
             */
            address: string;
            /** @example http://127.0.0.1:8417 */
            url: string;
            /**
             * Format: date-time
             * @description Since when it listens; null while it is stopped.
             */
            since: string | null;
            /** @description Why it does not listen; "" where there is no reason to name. */
            error: string;
            /** @description The next free address where the port was taken, else "". */
            suggestion: string;
            /** @description Whether only this machine can reach it. */
            loopback: boolean;
            /** @description Whether it serves plain HTTP beyond loopback because it was told to. */
            plainHttp: boolean;
            /** @description Whether browsers reach the portal by this very listener, which they may then not stop. */
            portal: boolean;
        };
        ListenerChoices: {
            networks: {
                /** @example eth0 */
                interface: string;
                /** @example 192.168.178.20 */
                address: string;
                /**
                 * @description Who shares it.
                 * @example 192.168.178.0/24
                 */
                network: string;
                loopback: boolean;
            }[];
            /** @description Of the address that was asked about; null where none was. */
            probe: null | {
                address: string;
                free: boolean;
                /** @description Why it cannot be had, naming who has it where the system tells; "" where it can. */
                error: string;
                /** @description The next free address, "" where there is none near. */
                suggestion: string;
            };
        };
        Status: {
            version: string;
            /** Format: date-time */
            startedAt: string;
            /**
             * Format: date-time
             * @description The core's clock; compare it with yours before you show "in 3 days".
             */
            now: string;
            /** @description Null for callers that are neither local nor owner. */
            dataFolder: string | null;
            /** @description The core's process id; null for callers that are neither local nor owner. */
            pid: number | null;
            /**
             * @description Where the master key comes from.
             * @example master.key
             */
            keySource: string;
            listener: components["schemas"]["Listener"];
            /** @description Whether the portal is on the listener too. */
            portal: boolean;
            /** @description The claim `iss` of every token. */
            issuer: string;
            /** @description True until there is an account or a key: POST /api/v1/first-run would work. */
            firstRun: boolean;
            /** @description True until there is an operator who can sign in from a browser. */
            setup: boolean;
            counts: {
                accounts: number;
                users: number;
                keys: number;
                authHeaders: number;
                operators: number;
            };
            /** @description What the process runs with, secrets left out; null for callers that are neither local nor owner. */
            settings: {
                /**
                 * @description As its flag is named.
                 * @example listen
                 */
                name: string;
                value: string;
                /**
                 * @description The flag, the variable, the file, or `default`.
                 * @example LATCHKEY_LISTEN
                 */
                origin: string;
            }[] | null;
        };
        ListenerChange: {
            /** @example 127.0.0.1:8418 */
            address: string;
        };
        SetupLink: {
            /** @description The page that makes the first owner; the token in its fragment is good once. */
            url: string;
            /** Format: date-time */
            expires: string;
        };
        SetupRequest: {
            /** @description The part after `t=` of the setup link. */
            token: string;
            username: string;
            /** @description At least 10 characters. */
            password: string;
            firstName?: string;
            lastName?: string;
            email?: string;
        };
        SignInRequest: {
            username: string;
            password: string;
            /** @description Of the authenticator app, or a recovery code; in the second step. */
            code?: string;
            /** @description Takes the place of the password; needed where that is too old. */
            newPassword?: string;
        };
        Operator: {
            /** @description As the audit log writes it: the username, or `local:` and the name of the OS user. */
            name: string;
            /** @description "" for the local operator, who is no user. */
            username: string;
            /** @enum {string} */
            role: "viewer" | "admin" | "owner";
            /**
             * @description By which door: the socket of the data folder, or a browser session.
             * @enum {string}
             */
            via: "local" | "session";
            /** @description Whether a second factor has to be set up before anything else may be done. */
            mustEnrol: boolean;
        };
        Session: {
            operator: components["schemas"]["Operator"];
            /**
             * Format: date-time
             * @description When it ends at the latest, however busy; null for the local operator.
             */
            expires: string | null;
            /** @description In how many seconds without a touch the window locks; null where none does. */
            locksAfter: number | null;
        };
        NewSession: {
            /** @description To be sent as `Latchkey-Session` with every request, beside the cookie. Shown once. */
            session: string;
            operator: components["schemas"]["Operator"];
            /**
             * Format: date-time
             * @description When it ends at the latest, however busy.
             */
            expires: string;
            /** @description In how many seconds without a touch the window locks; null where none does. */
            locksAfter: number | null;
        };
        OpenSession: {
            /** @description Names it; it opens nothing. */
            id: string;
            user: components["schemas"]["UserRef"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastSeen: string;
            /**
             * Format: date-time
             * @description At the latest: one that is idle ends before.
             */
            expires: string;
            address: string;
            /** @description The browser. */
            agent: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
        };
        OpenSessionList: {
            items: components["schemas"]["OpenSession"][];
            total: number;
        };
        SessionsEnded: {
            ended: number;
        };
        Me: {
            user: components["schemas"]["User"];
            /**
             * Format: date-time
             * @description When the second factor was set up; null = there is none.
             */
            factorSince: string | null;
            /** @description How many recovery codes are left. */
            recoveryLeft: number;
            mustEnrol: boolean;
        };
        OwnPassword: {
            /** @description The password as it is. */
            current: string;
            /** @description The new one. */
            password: string;
        };
        BeginSecondFactor: {
            password: string;
        };
        Enrolment: {
            /** @description Base32, to be typed where no camera is. */
            secret: string;
            /** @example otpauth://totp/Latchkey:ada?secret=JBSWY3DPEHPK3PXP&issuer=Latchkey */
            uri: string;
            /** @description The rows of the QR code, `1` for a dark module. */
            qr: string[];
        };
        OwnCode: {
            /** @description Six digits of the app, or a recovery code. */
            code: string;
        };
        RecoveryCodes: {
            recoveryCodes: string[];
        };
        RemoveSecondFactor: {
            password: string;
            code: string;
        };
        FirstRunRequest: {
            /** @description The name of the first key; `My first key` where it is absent. */
            keyName?: string;
            /** @description `90d` where it is absent. */
            expires?: components["schemas"]["When"];
        };
        FirstRun: {
            account: components["schemas"]["Account"];
            user: components["schemas"]["User"];
            /** @description The password made for the user, shown once; "" where the user has one already. */
            password: string;
            key: components["schemas"]["KeyWithSecret"];
        };
        Account: {
            /**
             * Format: uuid
             * @description The claim `ca`.
             */
            id: string;
            name: string;
            /** @description The claim `realm`. */
            realm: string;
            /** @description The claim `domain`, a path. */
            domain: string;
            /**
             * Format: uuid
             * @description The claim `cid`.
             */
            customerId: string;
            repcode: string;
            customerServicePhone: string;
            customerServiceEmail: string;
            whitelabelSettings: {
                [key: string]: unknown;
            };
            members: number;
            keys: components["schemas"]["KeyCount"];
            /** Format: date-time */
            createdAt: string;
            /** @description A username, or `local` for the window and the command line. */
            createdBy: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
            version: number;
        };
        AccountCreate: {
            name: string;
            /** @description `Partner` where it is absent. */
            realm?: string;
            /** @description `/` and the name in lower case with `-` for what is not a letter or digit, where it is absent. */
            domain?: string;
            /** @description A new UUID where it is absent. */
            customerId?: string;
            repcode?: string;
            customerServicePhone?: string;
            customerServiceEmail?: string;
            whitelabelSettings?: {
                [key: string]: unknown;
            };
        };
        /** @description Changes the members that are there. With `version`, only where it is still that version. */
        AccountPatch: {
            name?: string;
            realm?: string;
            domain?: string;
            customerId?: string;
            repcode?: string;
            customerServicePhone?: string;
            customerServiceEmail?: string;
            whitelabelSettings?: {
                [key: string]: unknown;
            };
            version?: number;
        };
        AccountList: {
            items: components["schemas"]["Account"][];
            /** @description How many match, on all pages. */
            total: number;
            offset: number;
            limit: number;
        };
        Membership: {
            user: components["schemas"]["UserRef"];
            account: components["schemas"]["AccountRef"];
            roles: components["schemas"]["Words"];
            permissions: components["schemas"]["Words"];
            /** @description Whether it is the user's primary account; exactly one of theirs is. */
            primary: boolean;
            /** @description A fact that `/auth/login` reports; it gives no right in the portal. */
            accountAdmin: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        MembershipSet: {
            roles: components["schemas"]["Words"];
            permissions: components["schemas"]["Words"];
            /** @description True makes it the primary one; false leaves that as it is, and a first membership is primary anyway. */
            primary: boolean;
            accountAdmin: boolean;
            /** @description The one that was looked at: where it is another by now nothing is changed (409). */
            version?: number;
        };
        WordChange: {
            word: string;
            /** @enum {string} */
            change: "kept" | "added" | "removed";
            /** @description Names of the other accounts of the user that give it, too. */
            elsewhere: string[];
        };
        MembershipPreview: {
            /** @description What the membership holds now or would hold. */
            roles: components["schemas"]["WordChange"][];
            permissions: components["schemas"]["WordChange"][];
            flat: {
                /** @description How many `flatRolesList` would have. */
                roles: number;
                /** @description How many `flatPermissionsList` would have. */
                permissions: number;
            };
            keys: {
                /** @description Active keys of the user for the account. */
                active: number;
                /** @description Those of them whose next token carries something else. */
                changed: number;
            };
            /** @description For how long tokens that are out already keep what they carry at most. */
            tokenSeconds: number;
        };
        WordCount: {
            word: string;
            /** @description How many memberships hold it. */
            members: number;
        };
        WordsInUse: {
            roles: components["schemas"]["WordCount"][];
            permissions: components["schemas"]["WordCount"][];
        };
        MembershipList: {
            items: components["schemas"]["Membership"][];
            total: number;
        };
        User: {
            /**
             * Format: uuid
             * @description The claims `uid` and `sub`.
             */
            id: string;
            /** @description The integer id of `/auth/login`. */
            number: number;
            username: string;
            email: string;
            firstName: string;
            lastName: string;
            operator: components["schemas"]["OperatorRole"];
            disabled: boolean;
            hasPassword: boolean;
            /** Format: date-time */
            passwordSetAt: string | null;
            /**
             * Format: date-time
             * @description Null when it never expires.
             */
            passwordExpires: string | null;
            /** @description Primary first, then by name of account. */
            memberships: {
                account: components["schemas"]["AccountRef"];
                roles: components["schemas"]["Words"];
                permissions: components["schemas"]["Words"];
                primary: boolean;
                accountAdmin: boolean;
                version: number;
            }[];
            keys: components["schemas"]["KeyCount"];
            /** @description The active ones. */
            authHeaders: number;
            lastSignIn: components["schemas"]["Use"] | null;
            /**
             * Format: date-time
             * @description Until when too many wrong passwords keep everybody from trying.
             */
            locked: string | null;
            /** @description How many sessions of an operator are open. */
            sessions: number;
            /** @description Whether an operator has set up a second factor. */
            secondFactor: boolean;
            /**
             * Format: date-time
             * @description By when one has to be set up; null where that is not asked, or done.
             */
            secondFactorDue: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description A username, or `local` for the window and the command line. */
            createdBy: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
            version: number;
        };
        UserCreate: {
            username: string;
            email?: string;
            firstName?: string;
            lastName?: string;
            /** @description At least 10 characters. Without a password the user cannot log in by one. */
            password?: string;
            /** @description A PHC string in place of `password`, for whoever brings hashes along. */
            passwordHash?: string;
            passwordExpires?: components["schemas"]["When"];
            operator?: components["schemas"]["OperatorRole"];
        };
        /** @description Changes the members that are there. With `version`, only where it is still that version. */
        UserPatch: {
            username?: string;
            email?: string;
            firstName?: string;
            lastName?: string;
            /** @description A new password: tokens and sessions of the old one are refused from then on. "" takes it away. */
            password?: string;
            passwordExpires?: components["schemas"]["When"];
            operator?: components["schemas"]["OperatorRole"];
            version?: number;
        };
        UserList: {
            items: components["schemas"]["User"][];
            /** @description How many match, on all pages. */
            total: number;
            offset: number;
            limit: number;
        };
        /**
         * @description Computed at each use, the first that matches in this order: `revoked` (final), `expired`, `paused`, `pending` (not activated,
         *     or before notBefore), `active`.
         * @enum {string}
         */
        KeyState: "active" | "pending" | "paused" | "expired" | "revoked";
        Key: {
            /**
             * Format: uuid
             * @description The claim `ak`.
             */
            id: string;
            /** @description The public half: 40 hex characters where it was made here. */
            accessKey: string;
            name: string;
            note: string;
            state: components["schemas"]["KeyState"];
            blocked: components["schemas"]["Blocked"];
            user: components["schemas"]["UserRef"];
            account: components["schemas"]["AccountRef"];
            /** @description The part of the membership's roles it carries; null = all of them. */
            roles: components["schemas"]["Words"] | null;
            /** @description The part of the membership's permissions it carries; null = all of them. */
            permissions: components["schemas"]["Words"] | null;
            /** @description What it gives out now. */
            effectiveRoles: string[];
            /** @description What it gives out now. */
            effectivePermissions: string[];
            activated: boolean;
            /** Format: date-time */
            notBefore: string | null;
            /**
             * Format: date-time
             * @description Null when it never expires.
             */
            expires: string | null;
            /** Format: date-time */
            pausedAt: string | null;
            pausedBy: string;
            /** Format: date-time */
            revokedAt: string | null;
            revokedBy: string;
            revokedReason: string;
            labels: components["schemas"]["Labels"];
            addresses: components["schemas"]["Addresses"];
            /** @description Active, and expires within 14 days. */
            expiring: boolean;
            /** @description For how many seconds it was last given, which a renewal offers again; 0 = without end. */
            term: number;
            /**
             * Format: date-time
             * @description When it got the secret it has.
             */
            rotatedAt: string | null;
            /** @description Null where only one secret works. */
            rotation: components["schemas"]["Rotation"] | null;
            lastUsed: components["schemas"]["Use"] | null;
            /** Format: date-time */
            createdAt: string;
            /** @description A username, or `local` for the window and the command line. */
            createdBy: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
            version: number;
        };
        /** @description Words to find keys by, sorted, at most 16. */
        Labels: string[];
        /** @description The addresses and ranges it may log in from, such as `10.0.0.4`, `10.0.0.0/24` or `2001:db8::/32`, at most 32; none = any. */
        Addresses: string[];
        Rotation: {
            /** Format: date-time */
            since: string;
            /**
             * Format: date-time
             * @description When the old secret ends.
             */
            until: string;
            new: components["schemas"]["SecretUse"];
            old: components["schemas"]["SecretUse"];
        };
        SecretUse: {
            /** @description Since the rotation. */
            logins: number;
            /** @description Null = not since the rotation. */
            lastUsed: components["schemas"]["Use"] | null;
        };
        KeyRenew: {
            expires?: components["schemas"]["When"];
        };
        Extension: {
            /**
             * @description A span such as `1h`, `24h` or `7d`.
             * @example 24h
             */
            span: string;
        };
        KeyRotate: {
            /**
             * @description How long the old secret works: a span of at most 30 days, or `now`. 24h where it is absent.
             * @example 24h
             */
            grace?: string;
        };
        KeyToken: {
            token: string;
            /** Format: date-time */
            expires: string;
        };
        LabelList: {
            items: {
                label: string;
                /** @description How many keys carry it. */
                keys: number;
            }[];
            total: number;
        };
        /** @description Names `keys` or gives a `filter`, not both. */
        JobCreate: {
            /**
             * Format: uuid
             * @description Made by the client, so that a request sent twice is one job.
             */
            id?: string;
            /** @enum {string} */
            action: "key.extend" | "key.pause" | "key.resume" | "key.revoke" | "key.label";
            /** @description Ids, access keys, or names that only one key has. */
            keys?: string[];
            filter?: components["schemas"]["KeyFilter"];
            /** @description Of key.extend: `30d`. */
            span?: string;
            /** @description Of key.revoke. */
            reason?: string;
            add?: components["schemas"]["Labels"];
            remove?: components["schemas"]["Labels"];
        };
        /** @description What a list of keys is filtered by; an empty one finds all. */
        KeyFilter: {
            search?: string;
            state?: components["schemas"]["KeyState"][];
            user?: string;
            account?: string;
            label?: string;
            expiring?: boolean;
            rotating?: boolean;
            unused?: boolean;
        };
        Job: {
            /** Format: uuid */
            id: string;
            action: string;
            /** Format: date-time */
            startedAt: string;
            startedBy: string;
            /**
             * Format: date-time
             * @description Null while it goes on.
             */
            finishedAt: string | null;
            stopped: boolean;
            /** @description Why it waits, such as a full store; of one that is over, why the core stopped it, such as rights that were taken away. "" where there is none. */
            trouble: string;
            total: number;
            done: number;
            /** @description They were as they would have been left. */
            unchanged: number;
            refused: number;
            /** @description The first 200 of them. */
            changed: components["schemas"]["JobRow"][];
            /** @description The first 200 of them. */
            refusals: components["schemas"]["JobRow"][];
        };
        JobRow: {
            id: string;
            name: string;
            why: string;
            hint: string;
        };
        JobList: {
            items: components["schemas"]["Job"][];
            total: number;
        };
        KeyWithSecret: components["schemas"]["Key"] & {
            /** @description Shown here once; only a keyed hash of it is kept, so nobody can show it again. */
            secret: string;
        };
        KeyCreate: {
            name: string;
            note?: string;
            /** @description An id or a username. */
            user: string;
            /** @description An id or a name; may be left out where the user is in one account only. */
            account?: string;
            /** @description Null or absent = all of the membership's. */
            roles?: components["schemas"]["Words"] | null;
            /** @description Null or absent = all of the membership's. */
            permissions?: components["schemas"]["Words"] | null;
            labels?: components["schemas"]["Labels"];
            addresses?: components["schemas"]["Addresses"];
            notBefore?: components["schemas"]["When"];
            expires?: components["schemas"]["When"];
            /** @description True = it opens nothing until somebody activates it. */
            pending?: boolean;
            /** @description Of an existing pair: 1 to 128 printable ASCII characters. */
            accessKey?: string;
            /** @description Of an existing pair: 16 to 256 printable ASCII characters. */
            secret?: string;
            /** @description Take a secret under 112 bits all the same. */
            weak?: boolean;
        };
        /** @description Changes the members that are there. With `version`, only where it is still that version. */
        KeyPatch: {
            name?: string;
            note?: string;
            /** @description Null = all of the membership's again. */
            roles?: components["schemas"]["Words"] | null;
            /** @description Null = all of the membership's again. */
            permissions?: components["schemas"]["Words"] | null;
            labels?: components["schemas"]["Labels"];
            addresses?: components["schemas"]["Addresses"];
            notBefore?: components["schemas"]["When"];
            expires?: components["schemas"]["When"];
            version?: number;
        };
        KeyRevoke: {
            /** @description Kept with the key and shown beside it. */
            reason?: string;
        };
        KeyList: {
            items: components["schemas"]["Key"][];
            /** @description How many match, on all pages. */
            total: number;
            offset: number;
            limit: number;
        };
        AuthHeader: {
            /** Format: uuid */
            id: string;
            name: string;
            user: components["schemas"]["UserRef"];
            /**
             * @description How its token begins, to tell it from others.
             * @example lk_3fK9aQ
             */
            hint: string;
            /** @enum {string} */
            state: "active" | "expired" | "deleted";
            blocked: components["schemas"]["Blocked"];
            /**
             * Format: date-time
             * @description Null when it never expires.
             */
            expires: string | null;
            /** Format: date-time */
            deletedAt: string | null;
            deletedBy: string;
            lastUsed: components["schemas"]["Use"] | null;
            /** Format: date-time */
            createdAt: string;
            /** @description A username, or `local` for the window and the command line. */
            createdBy: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
            version: number;
        };
        AuthHeaderWithToken: components["schemas"]["AuthHeader"] & {
            /** @description Shown here once; after that only its user can read it, by /authheader/list. */
            token: string;
        };
        AuthHeaderCreate: {
            name: string;
            /** @description An id or a username. */
            user: string;
            expires?: components["schemas"]["When"];
        };
        /** @description Changes the members that are there. With `version`, only where it is still that version. */
        AuthHeaderPatch: {
            name?: string;
            expires?: components["schemas"]["When"];
            version?: number;
        };
        AuthHeaderList: {
            items: components["schemas"]["AuthHeader"][];
            /** @description How many match, on all pages. */
            total: number;
            offset: number;
            limit: number;
        };
        /**
         * @description `machine` signs the tokens of /login and /auth/login (HS384), `user` those of /user/login (HS256).
         * @enum {string}
         */
        SigningKeyUse: "machine" | "user";
        SigningKey: {
            /** @description The `kid` in the header of the tokens it signs. */
            id: string;
            /** @enum {string} */
            alg: "HS384" | "HS256";
            use: components["schemas"]["SigningKeyUse"];
            /**
             * @description A retired one still verifies the tokens it signed.
             * @enum {string}
             */
            state: "active" | "retired";
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            retiredAt: string | null;
        };
        SigningKeyWithSecret: components["schemas"]["SigningKey"] & {
            /** @description The text whose bytes are the HMAC key: what a service behind verifies tokens with. */
            secret: string;
        };
        SigningKeyImport: {
            use: components["schemas"]["SigningKeyUse"];
            secret: string;
        };
        SigningKeyRotate: {
            use: components["schemas"]["SigningKeyUse"];
        };
        SigningKeyList: {
            items: components["schemas"]["SigningKey"][];
            total: number;
        };
        PortalSetting: {
            /** @example token-life */
            name: string;
            /**
             * @description How a value is written: a span is `90d`, `12h` or `30m`.
             * @enum {string}
             */
            kind: "span" | "number" | "choice" | "url";
            /** @description What it means, in one line. */
            about: string;
            /** @description What is in effect. */
            value: string;
            default: string;
            /** @description The bounds of a value; "" = none. */
            least: string;
            most: string;
            /** @description Whether `never` is a value too. */
            never: boolean;
            choices: string[];
            /**
             * @description `portal`, `default`, or the flag, the variable or the file that gives it.
             * @example LATCHKEY_TOKEN_LIFE
             */
            origin: string;
            /** @description False where it is set above the store, which wins. */
            editable: boolean;
            version: number;
            /** Format: date-time */
            updatedAt: string | null;
            updatedBy: string;
        };
        PortalSettingList: {
            items: components["schemas"]["PortalSetting"][];
            total: number;
        };
        PortalSettingsPatch: {
            changes: {
                name: string;
                /** @description Null = the default again. */
                value: string | null;
                /** @description The one that was seen; 0 = whatever is there. */
                version?: number;
            }[];
        };
        AuditEntry: {
            /** @description The cursor: pass the last one of a page as `after` for the next. */
            id: string;
            /** Format: date-time */
            at: string;
            /** @description A username, or `local:` and the name of the OS user. */
            actor: string;
            /** @example key.create */
            action: string;
            /** @description What kind of thing it was done to, such as `key`; "" where there is none. */
            object: string;
            objectId: string;
            /** @description The name it had then. */
            objectName: string;
            /** @enum {string} */
            result: "done" | "denied";
            detail: string;
            /** @description What members were and became, where that is harmless to keep. */
            changes: {
                field: string;
                before: string;
                after: string;
            }[];
            address: string;
            requestId: string;
        };
        AuditList: {
            /** @description Newest first. */
            items: components["schemas"]["AuditEntry"][];
            /** @description Pass it as `after` for the next page; "" where there is no more. */
            next: string;
            /**
             * Format: date-time
             * @description How far back this page looked.
             */
            through: string | null;
        };
        /** @enum {string} */
        AuditVerdict: "whole" | "altered" | "removed" | "inserted" | "truncated" | "forked";
        AuditReport: {
            verdict: components["schemas"]["AuditVerdict"];
            /** @description The chain's first, then by the moment; at most 100. */
            findings: components["schemas"]["AuditFinding"][];
            /** @description Findings beyond those. */
            more: number;
            /** @description Entries in the log. */
            entries: number;
            /** @description Links of the chain. */
            links: number;
            /** @description Entries of the last second, which are in no link yet. */
            waiting: number;
            /**
             * Format: date-time
             * @description When the chain was begun.
             */
            begun: string | null;
            /** @description Names the end of the chain. Kept elsewhere and sent as `head` later, it shows whether the log still leads through it. */
            head: string;
        };
        AuditFinding: {
            verdict: components["schemas"]["AuditVerdict"];
            /** @description The `id` of the entry; "" where it is about the chain. */
            entry: string;
            /** @description The number of the link; 0 where it is about an entry. */
            link: number;
            /**
             * Format: date-time
             * @description When that was written, as far as can be told.
             */
            at: string | null;
            /** @description What is wrong. */
            what: string;
        };
        Activity: {
            id: number;
            /** Format: date-time */
            at: string;
            /** @description `-` for one that nobody knows. */
            method: string;
            /** @description The route that was asked; `-` where there is none, or the request was refused before any was tried. */
            path: string;
            status: number;
            ms: number;
            /** @description The code of the error that was answered; "" where there was none. */
            code: string;
            /** @description Why a login was refused, which its client did not learn; "" where none was. */
            reason: string;
            subject: components["schemas"]["ActivitySubject"] | null;
            /** @description The IP address of the client; "" on the socket. */
            address: string;
            agent: string;
            requestId: string;
            /** @description Of the body; -1 where the client did not say. */
            bytesIn: number;
            bytesOut: number;
        };
        /** @description What a request was about, by its present name. */
        ActivitySubject: {
            /** @enum {string} */
            kind: "key" | "authheader" | "user" | "signing-key";
            id: string;
            name: string;
            /** @description The access key; of an auth header its beginning. */
            hint: string;
            /** @description The username it belongs to. */
            user: string;
        };
        ActivityPage: {
            /** @description Oldest first. */
            items: components["schemas"]["Activity"][];
            /** @description Pass it as `after`. */
            next: number;
            /** @description How many after the one seen last were gone already. */
            dropped: number;
            /** @description There is more already: later requests, or without `after` earlier ones. */
            more: boolean;
            /** @description How many the feed keeps. */
            size: number;
            capture: components["schemas"]["Capture"] | null;
        };
        /** @description The capture of bodies while it is on. */
        Capture: {
            /** Format: date-time */
            until: string;
            by: string;
        };
        ActivityDetail: components["schemas"]["Activity"] & {
            refused: boolean;
            /** @description How many refused requests about the same thing the feed holds, up to this one. */
            refusals: number;
            /** @description A token was sent, not the secret itself. */
            token: boolean;
            /** @description The secret before the last rotation was sent. */
            oldSecret: boolean;
            /** @description In the order in which they are made; none where nothing was decided. */
            checks: components["schemas"]["TraceCheck"][];
            /** @description The checks of a refused one which would fail now. */
            now: string[];
            mend: {
                /** @enum {string} */
                action: "renew" | "resume" | "activate" | "enable" | "member" | "replace" | "rotate" | "addresses" | "password";
            } | null;
            requestHeaders: components["schemas"]["ActivityHeader"][];
            answerHeaders: components["schemas"]["ActivityHeader"][];
            /** @description null where they were not captured. */
            bodies: components["schemas"]["ActivityBodies"] | null;
        };
        Tally: {
            ok: number;
            refused: number;
        };
        Usage: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description How long each bucket is. */
            stepSeconds: number;
            /** @description All of them, oldest first, also where nothing was counted. */
            buckets: components["schemas"]["UsageBucket"][];
            /** @description Logins; of one auth header how often it was looked at. */
            total: components["schemas"]["Tally"];
            /** @description Of the span of the same length before, where a `range` was asked for. */
            before: components["schemas"]["Tally"];
            /** @description Tokens and auth headers that were looked at, by /verify and /authheader/*. */
            checks: components["schemas"]["Tally"];
            /** @description How long logins with a key took; each is the upper bound of a range a quarter wide. */
            took: {
                p50Ms: number | null;
                p95Ms: number | null;
                worstMs: number | null;
            };
            /** @description Most first. The tables count whole hours, those that the span only touches too. */
            reasons: components["schemas"]["UsageReason"][];
            /** @description Most used first, at most 100. */
            keys: components["schemas"]["UsageSubject"][];
            authHeaders: components["schemas"]["UsageSubject"][];
            /** @description By key and by password together. */
            users: components["schemas"]["UsageSubject"][];
            /** @description Most first; the address "" is all others together. */
            addresses: components["schemas"]["UsageAddress"][];
        };
        UsageBucket: {
            /** Format: date-time */
            at: string;
            ok: number;
            refused: number;
        };
        UsageReason: {
            reason: string;
            count: number;
        };
        UsageSubject: {
            subject: components["schemas"]["ActivitySubject"];
            ok: number;
            refused: number;
        };
        UsageAddress: {
            address: string;
            ok: number;
            refused: number;
        };
        Overview: {
            /** Format: date-time */
            now: string;
            activeKeys: number;
            keys: number;
            usage: components["schemas"]["Usage"];
            /** @description The most urgent first. */
            attention: components["schemas"]["Attention"][];
            /** @description The newest first. */
            changes: components["schemas"]["AuditEntry"][];
        };
        Attention: {
            /** @enum {string} */
            kind: "store_full" | "clock_wrong" | "key_expired_called" | "key_blocked_called" | "key_expiring" | "rotation_ending" | "header_expiring" | "passwords_expiring" | "recovery_key_missing" | "backup_failed" | "backup_old" | "backup_missing" | "signing_key_old" | "keys_unused";
            /** @description What it is about; of several the first. */
            subject: components["schemas"]["ActivitySubject"] | null;
            /** @description How many things it stands for. */
            count: number;
            /**
             * Format: date-time
             * @description The moment it is about: when it ends, ended, or was last seen.
             */
            at: string | null;
            lastUsed: components["schemas"]["Use"] | null;
            /** @description Of the last day. */
            logins: components["schemas"]["Tally"];
            detail: string;
        };
        TraceCheck: {
            /** @enum {string} */
            check: "rate" | "found" | "secret" | "token" | "life" | "kind" | "revoked" | "expiry" | "paused" | "pending" | "start" | "address" | "user" | "account" | "password" | "need";
            /** @enum {string} */
            result: "passed" | "failed" | "not_reached";
            /**
             * @description Of one that was not reached what it would have said.
             * @enum {string}
             */
            would: "" | "pass" | "fail" | "unknown";
            /**
             * Format: date-time
             * @description The moment it is about.
             */
            at: string | null;
        };
        ActivityHeader: {
            name: string;
            value: string;
            /** @description The value is not kept; what is shown is how it announces itself, such as Bearer. */
            hidden: boolean;
        };
        ActivityBodies: {
            request: string;
            /** @description Bytes left out at its end. */
            requestCut: number;
            answer: string;
            answerCut: number;
        };
        /**
         * @description Signing keys, accounts, users, memberships, keys and auth headers, declared, carried out in this order. Accounts are matched by
         *     name, users by username, memberships by both, keys by user, account and name, auth headers by user and name. An absent member
         *     keeps its value, or gets its default. A secret or token that is absent is made where there is none yet.
         */
        SeedFile: {
            signingKeys?: {
                use: components["schemas"]["SigningKeyUse"];
                secret: string;
            }[];
            accounts?: {
                name: string;
                realm?: string;
                domain?: string;
                customerId?: string;
                repcode?: string;
                customerServicePhone?: string;
                customerServiceEmail?: string;
                whitelabelSettings?: {
                    [key: string]: unknown;
                };
            }[];
            users?: {
                username: string;
                email?: string;
                firstName?: string;
                lastName?: string;
                password?: string;
                passwordHash?: string;
                passwordExpires?: components["schemas"]["When"];
                operator?: components["schemas"]["OperatorRole"];
                disabled?: boolean;
            }[];
            memberships?: {
                /** @description An id or a username. */
                user: string;
                /** @description An id or a name. */
                account: string;
                roles?: components["schemas"]["Words"];
                permissions?: components["schemas"]["Words"];
                primary?: boolean;
                accountAdmin?: boolean;
            }[];
            keys?: {
                name: string;
                /** @description An id or a username. */
                user: string;
                /** @description An id or a name; may be left out where the user is in one account only. */
                account?: string;
                note?: string;
                roles?: components["schemas"]["Words"];
                permissions?: components["schemas"]["Words"];
                notBefore?: components["schemas"]["When"];
                expires?: components["schemas"]["When"];
                pending?: boolean;
                accessKey?: string;
                secret?: string;
                weak?: boolean;
            }[];
            authHeaders?: {
                name: string;
                /** @description An id or a username. */
                user: string;
                expires?: components["schemas"]["When"];
                token?: string;
            }[];
            /** @description Refuse, before anything is changed, a file that would have a secret made. */
            makeNothing?: boolean;
        };
        SeedItem: {
            /** @enum {string} */
            kind: "signing-key" | "account" | "user" | "membership" | "key" | "authheader";
            name: string;
            id: string;
        };
        Backup: {
            name: string;
            /** Format: date-time */
            at: string;
            /** @description Bytes. */
            size: number;
            /** @description Made because somebody asked, and never removed by the schedule. */
            manual: boolean;
        };
        BackupMade: {
            name: string;
            /** Format: date-time */
            at: string;
            size: number;
            manual: boolean;
            path: string;
        };
        BackupCreate: {
            /** @description Absolute. */
            path?: string;
            /** @description Replace a file that is there. */
            force?: boolean;
        };
        Backups: {
            /** @description Seconds; 0 for never. */
            every: number;
            keepDaily: number;
            keepWeekly: number;
            folder: string;
            /**
             * Format: date-time
             * @description When the next one is made by itself.
             */
            next: string | null;
            /**
             * Format: date-time
             * @description When the last attempt was, where that failed.
             */
            failedAt: string | null;
            failure: string;
            items: components["schemas"]["Backup"][];
            lastRestore: null | {
                /**
                 * Format: uuid
                 * @description As beginning it was answered.
                 */
                id: string;
                /** Format: date-time */
                at: string;
                /** @description Empty where it succeeded. */
                failure: string;
                /** @description Where the store that was there is kept. */
                aside: string;
            };
        };
        StoreTally: {
            accounts: number;
            users: number;
            keys: number;
            authHeaders: number;
            /**
             * Format: date-time
             * @description Of its newest entry in the audit log.
             */
            at: string | null;
        };
        UndoneItem: {
            /** @enum {string} */
            kind: "account" | "user" | "membership" | "key" | "authheader" | "signing-key" | "setting";
            id: string;
            name: string;
            /** @enum {string} */
            what: "" | "revoked" | "paused" | "rotated" | "shortened" | "restricted" | "disabled" | "removed" | "deleted" | "password" | "factor" | "operator" | "replaced";
            /** Format: date-time */
            at: string | null;
            by: string;
        };
        Restore: {
            storeId: string;
            size: number;
            /** @description No key at hand opens it, so nothing more is known. */
            locked: boolean;
            /** @description Of another store than the one that is there; it is not put in its place. */
            foreign: boolean;
            present: components["schemas"]["StoreTally"];
            backup: components["schemas"]["StoreTally"];
            /** @description Ended or narrowed since the backup, and ended again by the restore. The first thousand. */
            returning: components["schemas"]["UndoneItem"][];
            /** @description Made since the backup, and gone after the restore. The first thousand. */
            lost: components["schemas"]["UndoneItem"][];
            returningCount: number;
            lostCount: number;
            /** @description What holding the audit log of the backup against its chain came to; null while it is locked. */
            audit: null | components["schemas"]["AuditReport"];
        };
        RestoreBegun: {
            /**
             * Format: uuid
             * @description Names this restore: `lastRestore` of the backups has it when it has ended.
             */
            id: string;
        };
        RestoreFrom: {
            backup?: string;
            path?: string;
        };
        RestoreUnlock: {
            key: string;
        };
        RestoreApply: {
            /** @description The word RESTORE. */
            confirm: string;
            /** @description The backup is meant as it is: what was ended since is not ended again. */
            acceptOlder?: boolean;
        };
        StoreKey: {
            storeId: string;
            /** @enum {string} */
            source: "file" | "keychain" | "passphrase" | "outside";
            /** @description In words. */
            where: string;
            /** Format: date-time */
            since: string | null;
            /** @description There is a recovery key. */
            recovery: boolean;
            /** Format: date-time */
            recoverySince: string | null;
            /** @description Somebody confirmed to have kept it. */
            recoverySaved: boolean;
            /** @description How many groups of changes the store has seen. */
            epoch: number;
            /** @description An older copy of the whole data folder would be noticed, since the keychain holds the epoch as well. */
            witnessed: boolean;
            /** @description Of its file, in bytes. */
            size: number;
            rekeying: {
                running: boolean;
                /** @description It was interrupted, and goes on when it is begun again. */
                unfinished: boolean;
                done: number;
                total: number;
                failure: string;
                /** Format: date-time */
                endedAt: string | null;
            };
        };
        RecoveryKey: {
            recoveryKey: string;
        };
        SourceChange: {
            /** @enum {string} */
            source: "file" | "keychain" | "passphrase";
            passphrase?: string;
        };
        Check: {
            storeId: string;
            entries: number;
            epoch: number;
            /** @description The anchor says that this is the newest copy. */
            anchored: boolean;
            /** @description An older copy of the whole data folder would be noticed. */
            witnessed: boolean;
            holds: components["schemas"]["StoreTally"];
            findings: {
                /** @enum {string} */
                area: "file" | "anchor" | "seal" | "records" | "audit";
                what: string;
                hint: string;
            }[];
            /** @description Findings that are not listed. */
            more: number;
        };
        ImportCount: {
            created: number;
            /** @description Were there already. */
            unchanged: number;
        };
        ImportProgress: {
            /** @description How many are decided. */
            lines: number;
            /** @description It has ended. */
            over: boolean;
        };
        ImportReport: {
            /** @description How many were read; of one that ended before its last line, how many were decided. */
            lines: number;
            /** @description Nothing was stored. */
            dryRun: boolean;
            /** @description It was stopped before its last line. */
            stopped: boolean;
            accounts: components["schemas"]["ImportCount"];
            users: components["schemas"]["ImportCount"];
            memberships: components["schemas"]["ImportCount"];
            keys: components["schemas"]["ImportCount"];
            /** @description How many lines could not be carried out. */
            failed: number;
            /** @description Of the first hundred of them. */
            errors: {
                line: number;
                field: string;
                message: string;
                hint: string;
            }[];
        };
        SeedReport: {
            created: components["schemas"]["SeedItem"][];
            changed: components["schemas"]["SeedItem"][];
            unchanged: components["schemas"]["SeedItem"][];
            /** @description What was made for objects that brought no secret, shown this once. */
            secrets: {
                /** @enum {string} */
                kind: "key" | "authheader";
                name: string;
                /** @description With `secret`; of a key. */
                accessKey?: string;
                secret?: string;
                /** @description Of an auth header. */
                token?: string;
            }[];
        };
    };
    responses: {
        /** @description The envelope with the `name` of the status: RequestTooLargeError, UnsupportedMediaTypeError, InternalServerError. */
        PartnerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PartnerError"];
            };
        };
        /** @description Another method than POST; `name` is MethodNotAllowedError. */
        PartnerMethod: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PartnerError"];
            };
        };
        /** @description Not now; `name` is TooManyRequestsError or ServiceUnavailableError. */
        PartnerLater: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PartnerError"];
            };
        };
        /** @description The message says what is wrong. */
        Message: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Message"];
            };
        };
        /** @description The path does not take this method. */
        MessageMethod: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Message"];
            };
        };
        /** @description Not now. */
        MessageLater: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Message"];
            };
        };
        /** @description No token, or one that is not valid (any more). */
        UserTokenRequired: {
            headers: {
                "WWW-Authenticate": components["headers"]["Challenge"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Message"];
            };
        };
        /** @description The credential is a token of `/login` or `/auth/login`, or an auth header: only a token of `/user/login` opens this. Or the request comes from a page of another origin (problem+json). */
        UserTokenOnly: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Message"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `detail` says what is wrong. */
        ClientProblem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path does not take this method. */
        MethodNotAllowed: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not now. */
        TryLater: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request comes from a browser page of another origin; `hint` names the flag that allows it. */
        ForeignOrigin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server does not answer under that host name; `hint` names the flag that allows it. */
        ForeignHost: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request cannot be carried out as it is written: `syntax` or `invalid`, with `field` where it is about one. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No session, or one that has ended. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The operator's role does not allow it. */
        Denied: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such object. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The state does not allow it; `hint` says what would. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many failures before. */
        RateLimited: {
            headers: {
                /** @description Seconds until it is worth trying again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Anything else: 405, 413, 415, 421, 500, 503, 507. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Text to look for, without case, in what names the object. */
        Search: string;
        /** @description Sort downwards. */
        Desc: boolean;
        /** @description How many to leave out. */
        Offset: number;
        /** @description How many to give at most. */
        Limit: number;
        /** @description An id or a name. */
        AccountRef: string;
        /** @description An id or a username. */
        UserRef: string;
        /** @description The id or username of the member. */
        MemberRef: string;
        /** @description An id, an access key, or a name that only one key has (409 where more have it). */
        KeyRef: string;
        /** @description The id of a job. */
        JobID: string;
        /** @description An id or a name that only one has (409 where more have it). */
        AuthHeaderRef: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this request in the server's log. */
        RequestId: string;
        /**
         * @description What the path asks for.
         * @example Bearer realm="latchkey"
         */
        Challenge: string;
        /** @description The methods this path takes. */
        Allow: string;
        /** @description Seconds until it is worth trying again. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    partnerLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 16 KiB. A body without a content type is read as JSON. Unknown members are ignored. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartnerLogin"];
            };
        };
        responses: {
            /** @description The token, without quotes and without a newline. */
            201: {
                headers: {
                    "Cache-Control"?: "no-store";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The body is not what the schema asks for. `details` lists every violation, missing names first. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerError"];
                };
            };
            /** @description An unknown key, a wrong secret, or a key that is pending, paused, expired or revoked; all alike. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerError"];
                };
            };
            403: components["responses"]["ForeignOrigin"];
            405: components["responses"]["PartnerMethod"];
            413: components["responses"]["PartnerError"];
            415: components["responses"]["PartnerError"];
            421: components["responses"]["ForeignHost"];
            429: components["responses"]["PartnerLater"];
            500: components["responses"]["PartnerError"];
            503: components["responses"]["PartnerLater"];
        };
    };
    apiKeyLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 16 KiB. A body without a content type is read as JSON. Unknown members are ignored. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyLogin"];
            };
        };
        responses: {
            /** @description Successfully logged in */
            200: {
                headers: {
                    "Cache-Control"?: "no-store";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyLoginResponse"];
                };
            };
            /** @description The body is not what the schema asks for. `errors` lists every violation, missing names first. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An unknown key, a wrong secret, or a key that is pending, paused, expired or revoked; all alike. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["ForeignOrigin"];
            405: components["responses"]["MethodNotAllowed"];
            413: components["responses"]["ClientProblem"];
            415: components["responses"]["ClientProblem"];
            421: components["responses"]["ForeignHost"];
            429: components["responses"]["TryLater"];
            500: components["responses"]["ClientProblem"];
            503: components["responses"]["TryLater"];
        };
    };
    userLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 16 KiB. A body without a content type is read as JSON. Unknown members are ignored. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserLogin"];
            };
        };
        responses: {
            /** @description Successful authentication */
            200: {
                headers: {
                    "Cache-Control"?: "no-store";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLoginResponse"];
                };
            };
            /** @description The body is no JSON, or a member is missing or of another type; the message names it. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Incorrect credentials. An unknown user, a wrong password, a user without one and a disabled user are all alike. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Password expired; only said after the password itself was right. Or the request comes from a page of another origin (problem+json). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            405: components["responses"]["MessageMethod"];
            413: components["responses"]["Message"];
            415: components["responses"]["Message"];
            421: components["responses"]["ForeignHost"];
            429: components["responses"]["MessageLater"];
            500: components["responses"]["Message"];
            503: components["responses"]["MessageLater"];
        };
    };
    addOwnAuthHeader: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 16 KiB. A body without a content type is read as JSON. Unknown members are ignored. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthHeaderAdd"];
            };
        };
        responses: {
            /** @description Auth header created successfully */
            200: {
                headers: {
                    "Cache-Control"?: "no-store";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAuthHeader"];
                };
            };
            /** @description The body is no JSON, or `name` is missing, of another type, or too long; the message says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            401: components["responses"]["UserTokenRequired"];
            403: components["responses"]["UserTokenOnly"];
            405: components["responses"]["MessageMethod"];
            /** @description The user has 250 auth headers that work already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            413: components["responses"]["Message"];
            415: components["responses"]["Message"];
            421: components["responses"]["ForeignHost"];
            429: components["responses"]["MessageLater"];
            500: components["responses"]["Message"];
            503: components["responses"]["MessageLater"];
        };
    };
    listOwnAuthHeaders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List of auth headers */
            200: {
                headers: {
                    "Cache-Control"?: "no-store";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAuthHeader"][];
                };
            };
            401: components["responses"]["UserTokenRequired"];
            403: components["responses"]["UserTokenOnly"];
            405: components["responses"]["MessageMethod"];
            421: components["responses"]["ForeignHost"];
            500: components["responses"]["Message"];
            503: components["responses"]["MessageLater"];
        };
    };
    deleteOwnAuthHeader: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 16 KiB. A body without a content type is read as JSON. Unknown members are ignored. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthHeaderDelete"];
            };
        };
        responses: {
            /** @description Auth header deleted successfully */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The body is no JSON, or `text` is missing or of another type; the message says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            401: components["responses"]["UserTokenRequired"];
            403: components["responses"]["UserTokenOnly"];
            /** @description The token is none of the user's own. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            405: components["responses"]["MessageMethod"];
            413: components["responses"]["Message"];
            415: components["responses"]["Message"];
            421: components["responses"]["ForeignHost"];
            429: components["responses"]["MessageLater"];
            500: components["responses"]["Message"];
            503: components["responses"]["MessageLater"];
        };
    };
    verify: {
        parameters: {
            query?: {
                /** @description A role the credential must carry; repeated, it must carry them all. */
                role?: string[];
                /** @description A permission the credential must carry; repeated, it must carry them all. */
                permission?: string[];
                /** @description Whose names the identity headers bear. */
                headers?: "remote" | "x-auth-request";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is good. The body is empty; the headers are all there, empty where there is nothing to say. */
            200: {
                headers: {
                    /** @description The username (`X-Auth-Request-User` and `X-Auth-Request-Preferred-Username`). */
                    "Remote-User"?: string;
                    /** @description First and last name (the other family has no name for it). */
                    "Remote-Name"?: string;
                    /** @description The e-mail address (`X-Auth-Request-Email`). */
                    "Remote-Email"?: string;
                    /** @description The roles, between commas (`X-Auth-Request-Groups`). */
                    "Remote-Groups"?: string;
                    /** @description The permissions, between commas. */
                    "X-Latchkey-Permissions"?: string;
                    /** @description The UUID of the account. */
                    "X-Latchkey-Account"?: string;
                    /** @description The id of the key or auth header. */
                    "X-Latchkey-Key"?: string;
                    "Cache-Control"?: "no-store";
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The query asks for something this path does not know. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No valid credential. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The credential is good and does not carry what the query asks for. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["TryLater"];
            500: components["responses"]["ClientProblem"];
            503: components["responses"]["TryLater"];
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": "ok";
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can: the state is in memory. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": "ok";
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    "Cache-Control"?: "no-store";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description No valid credential, and no session. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["Challenge"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    openapiYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 in YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
        };
    };
    openapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 in JSON. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    apiKeysYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 in YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    getListener: {
        parameters: {
            query?: {
                /**
                 * @description Host and port to try.
                 * @example 127.0.0.1:8418
                 */
                address?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The choices. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListenerChoices"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    setListener: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListenerChange"];
            };
        };
        responses: {
            /** @description The state with the new address. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    startListener: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state after that. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    stopListener: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state after that. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    restartListener: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state after that. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    createSetupLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupLink"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    stop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is stopping. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupRequest"];
            };
        };
        responses: {
            /** @description The owner is made and signed in. */
            201: {
                headers: {
                    /** @description latchkey_session; HttpOnly, SameSite=Strict, Path=/api/v1, Secure under TLS. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Signed in. */
            201: {
                headers: {
                    /** @description latchkey_session; HttpOnly, SameSite=Strict, Path=/api/v1, Secure under TLS. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    touchSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Seen. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The open sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSessionList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many were ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsEnded"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPassword"];
            };
        };
        responses: {
            /** @description It is changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginSecondFactor"];
            };
        };
        responses: {
            /** @description What an authenticator app takes over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnCode"];
            };
        };
        responses: {
            /** @description Ten codes for the day the phone is gone, shown once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    newRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnCode"];
            };
        };
        responses: {
            /** @description The new ones, shown once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveSecondFactor"];
            };
        };
        responses: {
            /** @description It is taken away. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Problem"];
        };
    };
    firstRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FirstRunRequest"];
            };
        };
        responses: {
            /** @description All that is needed to try every login. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstRun"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description The column to sort by. */
                sort?: "name" | "members" | "keys" | "created";
                /** @description Sort downwards. */
                desc?: components["parameters"]["Desc"];
                /** @description How many to leave out. */
                offset?: components["parameters"]["Offset"];
                /** @description How many to give at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    removeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    editAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountPatch"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembershipList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    setMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
                /** @description The id or username of the member. */
                user: components["parameters"]["MemberRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MembershipSet"];
            };
        };
        responses: {
            /** @description The membership as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Membership"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
                /** @description The id or username of the member. */
                user: components["parameters"]["MemberRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    previewMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name. */
                ref: components["parameters"]["AccountRef"];
                /** @description The id or username of the member. */
                user: components["parameters"]["MemberRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MembershipSet"];
            };
        };
        responses: {
            /** @description What would change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembershipPreview"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    listWords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The words. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WordsInUse"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description The column to sort by. */
                sort?: "username" | "name" | "email" | "keys" | "lastSignIn" | "created";
                /** @description Sort downwards. */
                desc?: components["parameters"]["Desc"];
                /** @description How many to leave out. */
                offset?: components["parameters"]["Offset"];
                /** @description How many to give at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    removeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    editUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description The user as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    enableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    unlockUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    expirePassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    endSessionsOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many were ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsEnded"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    resetSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a username. */
                ref: components["parameters"]["UserRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description Only these states, separated by commas. */
                state?: components["schemas"]["KeyState"][];
                /** @description Only of this user: an id or a username. */
                user?: string;
                /** @description Only for this account: an id or a name. */
                account?: string;
                /** @description Only with this label. */
                label?: string;
                /** @description Only active ones that expire within 14 days. */
                expiring?: boolean;
                /** @description Only those of which two secrets work. */
                rotating?: boolean;
                /** @description Only those nobody ever logged in with. */
                unused?: boolean;
                /** @description The column to sort by. */
                sort?: "name" | "state" | "user" | "account" | "expires" | "lastUsed" | "created";
                /** @description Sort downwards. */
                desc?: components["parameters"]["Desc"];
                /** @description How many to leave out. */
                offset?: components["parameters"]["Offset"];
                /** @description How many to give at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyWithSecret"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    editKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyPatch"];
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    activateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    pauseKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    resumeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeyRevoke"];
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    renewKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeyRenew"];
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    extendKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Extension"];
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeyRotate"];
            };
        };
        responses: {
            /** @description The key with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyWithSecret"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    endRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    extendRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Extension"];
            };
        };
        responses: {
            /** @description The key as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    makeKeyToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, an access key, or a name that only one key has (409 where more have it). */
                ref: components["parameters"]["KeyRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    exportKeys: {
        parameters: {
            query?: {
                /** @description Only these, by their ids, separated by commas; other filters are then not looked at. */
                ids?: string;
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description Only these states, separated by commas. */
                state?: components["schemas"]["KeyState"][];
                /** @description Only of this user: an id or a username. */
                user?: string;
                /** @description Only for this account: an id or a name. */
                account?: string;
                /** @description Only with this label. */
                label?: string;
                /** @description Only active ones that expire within 14 days. */
                expiring?: boolean;
                /** @description Only those of which two secrets work. */
                rotating?: boolean;
                /** @description Only those nobody ever logged in with. */
                unused?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    listLabels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The labels. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The jobs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    startJob: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobCreate"];
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a job. */
                id: components["parameters"]["JobID"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    stopJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a job. */
                id: components["parameters"]["JobID"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    exportAuthHeaders: {
        parameters: {
            query?: {
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description Only these states, separated by commas. */
                state?: ("active" | "expired" | "deleted")[];
                /** @description Only of this user: an id or a username. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The auth headers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description Only of who is called so, in part. */
                actor?: string;
                /** @description Only this one, such as `key.revoke`; or with `key.` all that begin so. */
                action?: string;
                /** @description Only about this kind, such as `key`. */
                object?: string;
                /** @description Only about this one. */
                objectId?: string;
                /** @description Only done or only denied ones. */
                result?: "done" | "denied";
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description Not before this date or time. */
                from?: string;
                /** @description Not after this date or time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    listAuthHeaders: {
        parameters: {
            query?: {
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description Only these states, separated by commas. */
                state?: ("active" | "expired" | "deleted")[];
                /** @description Only of this user: an id or a username. */
                user?: string;
                /** @description The column to sort by. */
                sort?: "name" | "state" | "user" | "expires" | "lastUsed" | "created";
                /** @description Sort downwards. */
                desc?: components["parameters"]["Desc"];
                /** @description How many to leave out. */
                offset?: components["parameters"]["Offset"];
                /** @description How many to give at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthHeaderList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    createAuthHeader: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthHeaderCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthHeaderWithToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    getAuthHeader: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name that only one has (409 where more have it). */
                ref: components["parameters"]["AuthHeaderRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The auth header. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthHeader"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    deleteAuthHeader: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name that only one has (409 where more have it). */
                ref: components["parameters"]["AuthHeaderRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The auth header as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthHeader"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    editAuthHeader: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a name that only one has (409 where more have it). */
                ref: components["parameters"]["AuthHeaderRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthHeaderPatch"];
            };
        };
        responses: {
            /** @description The auth header as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthHeader"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    listSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    importSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SigningKeyImport"];
            };
        };
        responses: {
            /** @description Taken. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SigningKeyRotate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    revealSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `kid`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signing key and its secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyWithSecret"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    listSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, in an order of their own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortalSettingsPatch"];
            };
        };
        responses: {
            /** @description All of them, as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only of who is called so, in part. */
                actor?: string;
                /** @description Only this one, such as `key.revoke`; or with `key.` all that begin so. */
                action?: string;
                /** @description Only about this kind, such as `key`. */
                object?: string;
                /** @description Only about this one. */
                objectId?: string;
                /** @description Only done or only denied ones. */
                result?: "done" | "denied";
                /** @description Text to look for, without case, in what names the object. */
                search?: components["parameters"]["Search"];
                /** @description Not before this date or time. */
                from?: string;
                /** @description Not after this date or time. */
                to?: string;
                /** @description The `next` of the page before. */
                after?: string;
                /** @description How many to give at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page; `next` says whether there is more, also where a filter left few entries or none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: {
                /** @description The `head` of an earlier answer: the log must lead through it. */
                head?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The verdict, whatever it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditReport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    seed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeedFile"];
            };
        };
        responses: {
            /** @description What was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeedReport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    importLines: {
        parameters: {
            query?: {
                /** @description Accept secrets under 112 bits. */
                weak?: boolean;
                /** @description Check everything and store nothing. */
                dryRun?: boolean;
                /** @description The user of keys that name none. */
                user?: string;
                /** @description The account of keys that name none. */
                account?: string;
                /** @description A new UUID, by which the import is watched and stopped while it runs. */
                id?: string;
                /** @description The number of the first line, where this is a part of a larger file. */
                firstLine?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description What was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportProgress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    stopImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it had come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportProgress"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: number;
                /** @description The id of the oldest request that is known; neither with `after` nor with `wait`. */
                before?: number;
                /** @description How long to wait for the first, such as `20s`, which is the longest. */
                wait?: string;
                /** @description How many at most. */
                limit?: number;
                /**
                 * @description Terms that must all hold: `status:401` or its beginning, `status:4xx`, `status:refused`, `status:ok`, `method:`, `path:`, `key:` (name, id or access key), `header:`,
                 *     `user:`, `addr:` (an address, its beginning or a network), `reason:`, `agent:`, `id:`. `-` before a term turns it round; a word alone is looked for everywhere.
                 */
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
    getActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityDetail"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    captureBodies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    on: boolean;
                };
            };
        };
        responses: {
            /** @description How it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        capture: components["schemas"]["Capture"] | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description The span up to now; `24h` where nothing else is asked for. */
                range?: "1h" | "24h" | "7d" | "30d" | "90d" | "1y";
                /** @description Another span: its beginning. */
                from?: string;
                /** @description Its end; now where there is none. */
                to?: string;
                /** @description Of one key: its id, access key, or a name that only it has. */
                key?: string;
                /** @description Of one auth header: its id or name. */
                authheader?: string;
                /** @description Of one user, with a password: id or username. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was counted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    exportUsage: {
        parameters: {
            query?: {
                /** @description The span up to now; `24h` where nothing else is asked for. */
                range?: "1h" | "24h" | "7d" | "30d" | "90d" | "1y";
                /** @description Another span: its beginning. */
                from?: string;
                /** @description Its end; now where there is none. */
                to?: string;
                /** @description Of one key: its id, access key, or a name that only it has. */
                key?: string;
                /** @description Of one auth header: its id or name. */
                authheader?: string;
                /** @description Of one user, with a password: id or username. */
                user?: string;
                /** @description Which of them. */
                table?: "time" | "keys" | "users" | "authheaders" | "reasons" | "addresses";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv; charset=utf-8": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
        };
    };
    listBackups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backups"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    createBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BackupCreate"];
            };
        };
        responses: {
            /** @description It is made and on the disk. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupMade"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    readBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A name of the list. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    removeBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A name of the list. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    getRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What restoring it would undo. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    stageRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description It waits. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    discardRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing waits. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    stageOwn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreFrom"];
            };
        };
        responses: {
            /** @description It waits. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    unlockRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreUnlock"];
            };
        };
        responses: {
            /** @description What restoring it would undo. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Restore"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    applyRestore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreApply"];
            };
        };
        responses: {
            /** @description It begins now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreBegun"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    getStoreKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Never a key itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    createRecoveryKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    confirmRecoveryKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is noted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    setSource: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChange"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Problem"];
        };
    };
    rekey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    compactStore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It begins now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    checkStore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found; no findings when all is well. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Denied"];
            default: components["responses"]["Problem"];
        };
    };
    getOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description of every path, the admin API's included. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            default: components["responses"]["Problem"];
        };
    };
}
