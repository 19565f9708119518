package com.example;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.UUID;
import org.brokersdk.core.BrokerException;
import org.brokersdk.iifl.IiflMarketsClient;
import org.brokersdk.iifl.IiflMarketsSession;
import org.brokersdk.iifl.api.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Sends the browser to the page of the broker, and receives it with the authorization code. */
@RestController
class LoginController {

    /** Response after a login, without the token. */
    record LoggedIn(String userId) {}

    private final IiflMarketsClient iifl;

    LoginController(IiflMarketsClient iifl) {
        this.iifl = iifl;
    }

    @GetMapping("/login")
    ResponseEntity<Void> login(HttpSession browser) {
        String state = UUID.randomUUID().toString();
        browser.setAttribute("state", state);
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(iifl.loginUrl(state)))
                .build();
    }

    /** Exchanges the code. The SDK checks that the redirect has the state of this browser. */
    @GetMapping("/callback")
    LoggedIn callback(HttpServletRequest request) {
        HttpSession browser = request.getSession();
        String state = (String) browser.getAttribute("state");
        browser.removeAttribute("state");
        IiflMarketsSession session =
                iifl.login(ServletUriComponentsBuilder.fromRequest(request).toUriString(), state);
        request.changeSessionId(); // a known id of the browser must not become that of a user
        browser.setAttribute("session", session);
        return new LoggedIn(session.userId());
    }

    @GetMapping("/profile")
    Profile profile(@SessionAttribute IiflMarketsSession session) {
        return session.profile();
    }

    @ExceptionHandler
    ProblemDetail failed(BrokerException e) {
        HttpStatus status = e instanceof BrokerException.Rejected
                ? HttpStatus.FORBIDDEN
                : e instanceof BrokerException.Unreachable ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
        return ProblemDetail.forStatusAndDetail(status, e.getMessage());
    }

    /** Handles a redirect without the state of this browser, or without a code. */
    @ExceptionHandler
    ProblemDetail wrongRedirect(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }
}
