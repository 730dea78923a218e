package org.sealdesk.harness.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sealdesk.api.Problem;
import org.sealdesk.api.host.Directory.Contact;

/** One browser. Before log-in it only carries the token of the log-in form. */
public final class Session {

    private final String token;
    private volatile @Nullable User user;
    private volatile @Nullable Contact contact;
    private volatile @Nullable Instant passwordGiven;
    private volatile @Nullable Problem notice;
    private volatile @Nullable String language;
    private final Map<String, PendingRequest> pending = new ConcurrentHashMap<>();

    Session(String token) {
        this.token = token;
    }

    /** Against forged requests: each form carries it. */
    public String token() {
        return token;
    }

    boolean hasToken(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<User> user() {
        return Optional.ofNullable(user);
    }

    void logIn(User who, Instant now) {
        user = who;
        passwordGiven = now;
    }

    /** A customer; nobody who works at the desk. */
    Optional<Contact> contact() {
        return Optional.ofNullable(contact);
    }

    void logIn(Contact who) {
        contact = who;
    }

    void reauthenticated(Instant now) {
        passwordGiven = now;
    }

    Optional<Duration> reauthenticatedAgo(Instant now) {
        return Optional.ofNullable(passwordGiven).map(t -> Duration.between(t, now));
    }

    void leave(Problem next) {
        notice = next;
    }

    /** What to say once, on the next page. */
    Optional<Problem> takeNotice() {
        Optional<Problem> taken = Optional.ofNullable(notice);
        notice = null;
        return taken;
    }

    Optional<String> language() {
        return Optional.ofNullable(language);
    }

    void speak(String next) {
        language = next;
    }

    Map<String, PendingRequest> pending() {
        return pending;
    }
}
