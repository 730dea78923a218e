package org.sealdesk.api.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.ForHosts;

/**
 * The plugin's settings, kept by the host. Names are the plugin's own ({@code PGP}, {@code SMIME::CertPath}); values
 * are text and never secret. Reads are cheap and see the last write.
 */
@ForHosts
public interface Settings {

    /** The value set in exactly this scope; no inheritance. */
    Optional<String> get(Scope scope, String name);

    /** Every value set in exactly this scope. */
    Map<String, String> all(Scope scope);

    /** Scopes of a kind that have at least one value. */
    List<Scope> scopes(Scope.Kind kind);

    /**
     * Writes several values at once, all or none, durable when it returns.
     *
     * @param changes name to value; an empty optional removes the value
     * @param actor who changed it, for the host's own log
     */
    void change(Scope scope, Map<String, Optional<String>> changes, String actor);
}
