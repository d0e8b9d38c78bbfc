package dev.holdfast.catalog.internal;

/** What can be wrong with an {@link OriginalManager}. */
enum OriginalFlaw {
    /** Nothing: the design, repaired. */
    NONE,
    /** Closes a pool that nobody queries, although somebody has just been given it. */
    EVICTS_WHAT_IS_ABOUT_TO_BE_USED,
    /** Doesn't look again whether there is a pool when it has made room for one without holding its lock. */
    MAKES_A_SECOND_POOL,
    /** Takes a pool for dead whose connections are all busy, and replaces it. */
    REPLACES_BUSY_POOLS,
    /** Counts the connections that are open, not those that it has permitted. */
    COUNTS_WHAT_IS_OPEN,
    /** Counts a connection as closed when it has asked for that. */
    COUNTS_UNTIL_CLOSE_BEGINS,
    /** Evicts one pool at each try, whether or not that makes enough room. */
    EVICTS_AT_EACH_TRY,
    /** Never evicts pools without connections, nor forgets them. */
    KEEPS_ZOMBIES,
    /** Closes nothing for another tenant's sake. */
    NEVER_EVICTS,
    /** Closes a connection when it is given back. */
    KEEPS_NOTHING,
    /** Opens connections without asking whether there is room. */
    IGNORES_THE_BUDGET,
    /** Opens connections for all who ask at once, however many logins may be under way. */
    LOGS_IN_AT_WILL,
    /** Tries with a login of its own whether a tenant can be reached, before the one that it keeps. */
    LOGS_IN_TO_TRY,
    /** Opens a connection for each tenant that is registered. */
    OPENS_WHEN_REGISTERED,
    /** Starts a thread for each tenant that is registered. */
    STARTS_THREADS,
    /** Opens all connections that a tenant may have when it is used first. */
    FILLS_ITS_POOLS,
    /** Keeps what it knows of a tenant that was dropped. */
    REMEMBERS_THE_DROPPED,
    /** Gives up a credential, and its connections, when there is a new one, before it knows whether that works. */
    BREAKS_BEFORE_IT_MAKES,
    /** Closes connections when there is a new credential, but logs in with the old one until that works. */
    RETIRES_WHEN_TOLD,
    /** Uses a new credential for new connections, and keeps those of the old one. */
    KEEPS_OLD_SESSIONS,
    /** Opens connections while it holds its one lock. */
    OPENS_UNDER_ITS_LOCK,
    /** Looks whether a database exists, then creates it. */
    CHECKS_THEN_CREATES,
    /** Takes a database that exists for one that is ready. */
    TAKES_EXISTING_FOR_READY,
    /** Gives out leases of a tenant that is being closed or dropped. */
    FORGETS_THE_FENCE,
    /** Ends connections that are lent when their tenant is closed. */
    KILLS_AT_CLOSE,
    /** Lends connections without asking whether they are alive. */
    LENDS_UNASKED,
    /** Lends connections as their last borrower left them. */
    LENDS_AS_LEFT,
    /** Lends a connection of whichever pool has one when there is no room. */
    LENDS_ANOTHERS,
    /** Leaves a connection that it lends among the idle ones. */
    LENDS_TWICE,
    /** Leaves its connections open when it is closed. */
    LEAVES_OPEN,
    /** Leaves a tenant's idle connections open when the tenant is closed. */
    LEAVES_IDLE_AT_CLOSE,
    /** Closes each connection that is given back. */
    KEEPS_NONE,
    /** Keeps one idle connection of each tenant, for however long. */
    KEEPS_ONE_OF_EACH,
    /** Tries whether the server has room for one more than the budget, until it has been told that it hasn't. */
    TRIES_THE_SERVER,
    /** Tells everybody who asked for a tenant that it made it. */
    TELLS_ALL_THAT_THEY_MADE_IT,
}
