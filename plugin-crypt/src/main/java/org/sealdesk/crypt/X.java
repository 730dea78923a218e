package org.sealdesk.crypt;

final class X {
    private X() {}
}
