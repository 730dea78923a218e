package org.sealdesk.harness;

final class X {
    private X() {}
}
