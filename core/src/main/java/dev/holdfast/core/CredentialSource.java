package dev.holdfast.core;

/**
 * Where the credential of the moment comes from: a constant, a file, a vault, a rotation. Implementations are thread-safe.
 */
public interface CredentialSource {
    /** The credential that new logins use from now on. Cheap: it is asked for each login. */
    Credential current();

    /**
     * Calls {@code changed} soon after every change, on any thread; it returns at once.
     *
     * @return ends the calls when closed
     */
    Subscription onChange(Runnable changed);

    /** Ends what was subscribed to. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** One that never changes. */
    static CredentialSource constant(String user, Secret password) {
        Credential credential = new Credential(user, password, 1);
        return new CredentialSource() {
            @Override
            public Credential current() {
                return credential;
            }

            @Override
            public Subscription onChange(Runnable changed) {
                return () -> {};
            }
        };
    }
}
