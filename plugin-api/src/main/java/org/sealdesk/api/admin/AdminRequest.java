package org.sealdesk.api.admin;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.ForHosts;

/** One request for a page, already checked for permission and, if it writes, for method and token. */
@ForHosts
public interface AdminRequest {

    /** True for POST. A request that is not a write changes nothing. */
    boolean isWrite();

    /** The path below the plugin's mount, in decoded segments; empty for the mount itself. */
    List<String> path();

    /** A field of the query or the form; the first if there are several. */
    Optional<String> param(String name);

    /** All values of a field. */
    List<String> params(String name);

    /** A password field; the caller wipes it. Empty array if it was not filled. Never in a URL or a log. */
    char[] secret(String name);

    /** The files of the form, in its order. */
    List<Upload> uploads();

    /** The user's name. */
    String actor();

    boolean may(String permission);

    Locale locale();

    ZoneId zone();

    /** How long ago the user last gave the password; empty if never in this session. */
    Optional<Duration> reauthenticatedAgo();
}
