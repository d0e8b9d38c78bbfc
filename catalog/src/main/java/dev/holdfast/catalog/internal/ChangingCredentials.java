package dev.holdfast.catalog.internal;

import dev.holdfast.core.Credential;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Secret;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A credential that changes while it is in use. Whoever subscribed is told on the thread that changes it. Thread-safe. */
final class ChangingCredentials implements CredentialSource, AutoCloseable {
    private final List<Runnable> subscribers = new CopyOnWriteArrayList<>();
    private final Queue<Secret> passwords = new ConcurrentLinkedQueue<>();
    private volatile Credential current;

    ChangingCredentials(String user, Secret password) {
        current = new Credential(user, password, 1);
        passwords.add(password);
    }

    void change(String user, Secret password) {
        synchronized (this) {
            current = new Credential(user, password, current.generation() + 1);
            passwords.add(password);
        }
        subscribers.forEach(Runnable::run);
    }

    @Override
    public Credential current() {
        return current;
    }

    @Override
    public Subscription onChange(Runnable changed) {
        subscribers.add(changed);
        return () -> subscribers.remove(changed);
    }

    /** Wipes the passwords; a pool falls back on earlier ones, so not before. */
    @Override
    public void close() {
        passwords.forEach(Secret::close);
    }
}
