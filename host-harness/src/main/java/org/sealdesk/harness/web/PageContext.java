package org.sealdesk.harness.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sealdesk.api.Fix;
import org.sealdesk.api.Problem;
import org.sealdesk.api.host.Directory.Contact;

/**
 * What the frame of every page needs.
 *
 * @param contact the customer, if it is one and nobody who works at the desk
 * @param place which entry of the menu is the current one
 * @param notices what the plugin wants administrators to see
 * @param reach which paths of the plugin's the user may open
 * @param notice said once, after something was done
 */
public record PageContext(
        Words w,
        Optional<User> user,
        Optional<Contact> contact,
        String token,
        String title,
        String place,
        Optional<String> pluginFailure,
        List<Problem> notices,
        Optional<Problem> notice,
        String mount,
        Predicate<String> reach,
        boolean refresh) {

    public PageContext {
        notices = List.copyOf(notices);
    }

    /** Where a link of the plugin's leads; {@code #} for one that would leave the plugin's mount. */
    public String url(String path) {
        return Mount.url(mount, path);
    }

    public PageContext refreshing(boolean on) {
        return new PageContext(w, user, contact, token, title, place, pluginFailure, notices, notice, mount, reach, on);
    }

    /** With the plugin's paths below another one of the host's. */
    PageContext mountedAt(String other) {
        return new PageContext(
                w, user, contact, token, title, place, pluginFailure, notices, notice, other, reach, refresh);
    }

    /** Whether a link of the plugin's leads the user anywhere. */
    public boolean reaches(String path) {
        return reach.test(path);
    }

    /** Whether one of the steps is for somebody else to do. */
    public boolean needsAnotherFor(List<Fix> fixes) {
        return fixes.stream().anyMatch(f -> !f.adminPath().isEmpty() && !reaches(f.adminPath()));
    }

    public boolean isAdmin() {
        return user.map(User::isAdmin).orElse(false);
    }
}
