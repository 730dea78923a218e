package org.sealdesk.harness.web;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Upload;

/** A request as the plugin's pages see it. */
record MountedRequest(
        PendingRequest request, User user, Locale locale, ZoneId zone, Optional<Duration> reauthenticatedAgo)
        implements AdminRequest {

    @Override
    public boolean isWrite() {
        return request.write();
    }

    @Override
    public List<String> path() {
        return request.path();
    }

    @Override
    public Optional<String> param(String name) {
        return params(name).stream().findFirst();
    }

    @Override
    public List<String> params(String name) {
        return request.params().getOrDefault(name, List.of());
    }

    /** The caller wipes what it gets, so it gets a copy: the request may come back after the password was asked for. */
    @Override
    public char[] secret(String name) {
        char[] secret = request.secrets().get(name);
        return secret == null ? param(name).orElse("").toCharArray() : secret.clone();
    }

    @Override
    public List<Upload> uploads() {
        return request.uploads();
    }

    @Override
    public String actor() {
        return user.name();
    }

    @Override
    public boolean may(String permission) {
        return user.may(permission);
    }
}
