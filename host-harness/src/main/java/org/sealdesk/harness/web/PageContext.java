package org.sealdesk.harness.web;

import java.util.List;
import java.util.Optional;
import org.sealdesk.api.Problem;

/**
 * What the frame of every page needs.
 *
 * @param place which entry of the menu is the current one
 * @param notices what the plugin wants administrators to see
 * @param notice said once, after something was done
 */
public record PageContext(
        Words w,
        Optional<User> user,
        String token,
        String title,
        String place,
        Optional<String> pluginFailure,
        List<Problem> notices,
        Optional<Problem> notice,
        String mount,
        boolean refresh) {

    public PageContext {
        notices = List.copyOf(notices);
    }

    /** Where a link of the plugin's leads; {@code #} for one that would leave the plugin's mount. */
    public String url(String path) {
        return Mount.url(mount, path);
    }

    public PageContext refreshing(boolean on) {
        return new PageContext(w, user, token, title, place, pluginFailure, notices, notice, mount, on);
    }

    public boolean isAdmin() {
        return user.map(User::isAdmin).orElse(false);
    }
}
