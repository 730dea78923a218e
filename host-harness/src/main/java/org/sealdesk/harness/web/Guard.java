package org.sealdesk.harness.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every request must pass: the right host, and for a write the right origin and the session's token. */
final class Guard {

    static final String CSP =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private Guard() {}

    /** Not no-referrer: with that, browsers send "Origin: null" along with our own forms. */
    static void headers(Context context) {
        context.header("Content-Security-Policy", CSP)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    /** Against DNS rebinding: a name that is not ours is not served. */
    static void host(Context context) {
        if (!LOOPBACK.contains(withoutPort(context.header("Host")))) {
            throw new ForbiddenResponse("refused.host");
        }
    }

    static void write(Context context, Session session) {
        if (!context.method().equals(HandlerType.POST)) {
            throw new ForbiddenResponse("refused.method");
        }
        String origin = context.header("Origin");
        if (origin != null && !sameOrigin(origin, context.header("Host"))) {
            throw new ForbiddenResponse("refused.origin");
        }
        String given = context.header("X-Csrf-Token");
        if (!session.hasToken(given == null ? context.formParam("_csrf") : given)) {
            throw new ForbiddenResponse("refused.token");
        }
    }

    private static boolean sameOrigin(String origin, @Nullable String host) {
        try {
            URI uri = URI.create(origin);
            return "http".equals(uri.getScheme())
                    && uri.getAuthority() != null
                    && uri.getAuthority().equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(@Nullable String host) {
        if (host == null) {
            return "";
        }
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
