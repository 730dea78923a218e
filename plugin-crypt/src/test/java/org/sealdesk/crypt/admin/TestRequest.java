package org.sealdesk.crypt.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.api.admin.Upload;
import org.sealdesk.api.mail.MailContent;

/** A request by an administrator who may do everything, unless said otherwise. */
final class TestRequest implements AdminRequest {

    private final boolean write;
    private final List<String> path;
    private final Map<String, String> params = new HashMap<>();
    private final List<Upload> uploads = new ArrayList<>();
    private Set<String> permissions = Set.of(
            Permissions.VIEW_KEYS, Permissions.MANAGE_KEYS, Permissions.TRUST, Permissions.SETTINGS, Permissions.AUDIT);
    private String actor = "mo";
    private char[] secret = new char[0];
    private final Map<String, String> secrets = new HashMap<>();
    private @Nullable Duration reauthenticated;

    private TestRequest(boolean write, String url) {
        this.write = write;
        String[] parts = url.split("\\?", 2);
        path = parts[0].isEmpty() ? List.of() : List.of(parts[0].split("/"));
        if (parts.length == 2) {
            for (String pair : parts[1].split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                params.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
            }
        }
    }

    static TestRequest get(String url) {
        return new TestRequest(false, url);
    }

    static TestRequest post(String url) {
        return new TestRequest(true, url);
    }

    TestRequest with(String name, String value) {
        params.put(name, value);
        return this;
    }

    TestRequest with(Map<String, String> more) {
        params.putAll(more);
        return this;
    }

    TestRequest file(String name, byte[] content) {
        uploads.add(new Upload(name, MailContent.of(content)));
        return this;
    }

    TestRequest withSecret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    TestRequest secret(char[] value) {
        secret = value;
        return this;
    }

    TestRequest by(String name, String... allowed) {
        actor = name;
        permissions = Set.of(allowed);
        return this;
    }

    TestRequest reauthenticated(Duration ago) {
        reauthenticated = ago;
        return this;
    }

    @Override
    public boolean isWrite() {
        return write;
    }

    @Override
    public List<String> path() {
        return path;
    }

    @Override
    public Optional<String> param(String name) {
        return Optional.ofNullable(params.get(name));
    }

    @Override
    public List<String> params(String name) {
        return param(name).map(List::of).orElse(List.of());
    }

    @Override
    public char[] secret(String name) {
        return secrets.containsKey(name) ? secrets.get(name).toCharArray() : secret;
    }

    @Override
    public List<Upload> uploads() {
        return uploads;
    }

    @Override
    public String actor() {
        return actor;
    }

    @Override
    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    @Override
    public Locale locale() {
        return Locale.ENGLISH;
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Optional<Duration> reauthenticatedAgo() {
        return Optional.ofNullable(reauthenticated);
    }
}
