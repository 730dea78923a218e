package org.sealdesk.harness.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** All sessions, in memory; the oldest go when there are too many. */
final class Sessions {

    static final String COOKIE = "sealdesk_session";
    private static final int MAX_SESSIONS = 1000;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MAX_SESSIONS;
        }
    };

    synchronized Session of(Context context) {
        String id = context.cookie(COOKIE);
        Session session = id == null ? null : sessions.get(id);
        return session == null ? fresh(context) : session;
    }

    /** A new id, so that one planted before log-in is worth nothing after it. */
    synchronized Session fresh(Context context) {
        String old = context.cookie(COOKIE);
        if (old != null) {
            sessions.remove(old);
        }
        String id = word();
        Session session = new Session(word());
        sessions.put(id, session);
        Cookie cookie = new Cookie(COOKIE, id);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        context.cookie(cookie);
        return session;
    }

    private String word() {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
